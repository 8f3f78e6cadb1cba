package dev.paddock.coordinator.controller;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidates' line at {@code /controller_latch}: Curator's LeaderLatch, a new one for each entry. Used by the election's
 * thread; tells of what happens on Curator's, so what it calls must only pass it on.
 */
final class ControllerLatch {
    static final String PATH = "/controller_latch";

    private static final Logger LOG = LoggerFactory.getLogger(ControllerLatch.class);

    private final CuratorFramework curator;
    private final String participant;
    private final IntConsumer won;
    private final IntConsumer lost;
    private LeaderLatch latch;

    ControllerLatch(CuratorFramework curator, int brokerId, IntConsumer won, IntConsumer lost) {
        this.curator = curator;
        this.participant = Integer.toString(brokerId);
        this.won = won;
        this.lost = lost;
    }

    void enter(int entry) {
        latch = new LeaderLatch(curator, PATH, participant);
        latch.addListener(new LeaderLatchListener() {
            @Override
            public void isLeader() {
                won.accept(entry);
            }

            @Override
            public void notLeader() {
                lost.accept(entry);
            }
        });
        try {
            latch.start();
        } catch (Exception e) {
            // Without a controller for a while, the machine enters anew.
            LOG.warn("Cannot enter {}: {}", PATH, e.toString());
        }
    }

    /** Sends the removal of this entry and does not wait for it. */
    void leave() {
        if (latch == null) {
            return;
        }
        try {
            latch.close(LeaderLatch.CloseMode.SILENT);
        } catch (IOException | IllegalStateException e) {
            LOG.info("Left the entry in {} to its session's end: {}", PATH, e.toString());
        }
        latch = null;
    }
}
