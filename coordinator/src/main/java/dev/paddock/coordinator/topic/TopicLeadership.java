package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.ZkWatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the controller does about topics for now: it makes a live broker the leader of each partition, gives ids to topics
 * without one, and deletes those that are marked for it. It looks at everything anew with each change, and writes only what
 * differs; so it needs no memory, and goes on where a crash or another controller left off.
 *
 * <p>From any thread; guarded by its own monitor. Each write carries the tenure's guard: a deposed controller changes
 * nothing. What fails is tried again with the next change, and there is one when ZooKeeper comes back: a new tenure.
 */
public final class TopicLeadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLeadership.class);

    /**
     * What the broker's settings say.
     *
     * @param uncleanElection whether a replica that is not in sync may lead, where the topic does not say
     * @param deletion whether topics can be deleted at all
     */
    public record Settings(boolean uncleanElection, boolean deletion) {}

    /** A time as the controller: its epoch, and the check that goes with each write. */
    private record Tenure(int epoch, ZkOp guard) {}

    private final Settings settings;
    private final LeadershipWrites writes;
    private final TopicDeletion deletion;
    private final ZkWatch markWatch;
    private final Set<String> deleting = new HashSet<>();
    /** Deleted, and not yet gone from the table: by the transaction that had created them. */
    private final Map<String, Long> deleted = new HashMap<>();

    private Tenure tenure;
    private Map<Integer, Long> brokers = Map.of();
    private TopicTable table;
    private Set<String> marked;
    private LeadershipPlan.Sent sent = new LeadershipPlan.Sent();

    public TopicLeadership(ZkStore store, Settings settings) {
        this.settings = settings;
        this.writes = new LeadershipWrites(store);
        this.deletion = new TopicDeletion(store);
        this.markWatch = store.watchChildren(DeleteTopicZnode.PARENT, this::marksChanged);
    }

    /** @param guard fails in each transaction once another controller has been elected */
    public synchronized void elected(int controllerEpoch, ZkOp guard) {
        tenure = new Tenure(controllerEpoch, guard);
        sent = new LeadershipPlan.Sent();
        deleting.clear();
        act();
    }

    public synchronized void resigned() {
        tenure = null;
    }

    /** @param live the live brokers, with the transaction that registered each */
    public synchronized void brokersChanged(Map<Integer, Long> live) {
        brokers = Map.copyOf(live);
        act();
    }

    public synchronized void topicsChanged(TopicTable now) {
        table = now;
        deleted.entrySet().removeIf(entry -> {
            Topic topic = now.topic(entry.getKey());
            return topic == null || topic.znode().czxid() != entry.getValue();
        });
        act();
    }

    private synchronized void marksChanged(List<String> names) {
        marked = new HashSet<>(names);
        act();
    }

    @Override
    public synchronized void close() {
        tenure = null;
        markWatch.close();
    }

    private void act() {
        if (tenure == null || table == null || marked == null) {
            return;
        }
        for (String topic : marked) {
            if (deleting.add(topic)) {
                delete(topic, tenure);
            }
        }
        Set<String> leaving = new HashSet<>(marked);
        leaving.addAll(deleted.keySet());
        LeadershipRule rule = new LeadershipRule(brokers, tenure.epoch());
        for (List<LeadershipPlan.Write> batch :
                LeadershipPlan.batches(table, rule, settings.uncleanElection(), leaving, sent)) {
            write(batch, tenure);
        }
    }

    private void write(List<LeadershipPlan.Write> batch, Tenure by) {
        LeadershipPlan.Sent noted = sent;
        var unused = writes.write(batch, by.guard()).whenComplete((done, failure) -> {
            if (failure == null) {
                LOG.info("{} written as controller of epoch {}", LeadershipPlan.summary(batch), by.epoch());
            } else {
                written(noted, batch, by, ZkException.from(failure));
            }
        });
    }

    private synchronized void written(
            LeadershipPlan.Sent noted, List<LeadershipPlan.Write> batch, Tenure by, ZkException failure) {
        noted.forget(batch);
        lost(by, failure);
        if (failure.reason().passing() || failure.reason() == Reason.CLOSED) {
            LOG.debug("{} not written now: {}", LeadershipPlan.summary(batch), failure.getMessage());
        } else {
            LOG.warn(
                    "{} not written, tried again with the next change: {}",
                    LeadershipPlan.summary(batch),
                    failure.getMessage());
        }
    }

    private void delete(String topic, Tenure by) {
        Topic known = table.topic(topic);
        CompletableFuture<Boolean> done =
                settings.deletion() ? deletion.delete(topic, by.guard()) : deletion.unmark(topic, by.guard());
        var unused = done.whenComplete((existed, failure) -> {
            if (failure != null) {
                notDeleted(topic, by, ZkException.from(failure));
            } else {
                LOG.info(existed ? "Topic {} is deleted" : "The wish to delete topic {} is dropped", topic);
                deleted(topic, existed ? known : null);
            }
        });
    }

    /** The watches tell of it later. */
    private synchronized void deleted(String topic, Topic known) {
        deleting.remove(topic);
        marked.remove(topic);
        Topic still = table.topic(topic);
        if (known != null
                && still != null
                && still.znode().czxid() == known.znode().czxid()) {
            deleted.put(topic, known.znode().czxid());
        }
    }

    private synchronized void notDeleted(String topic, Tenure by, ZkException failure) {
        deleting.remove(topic);
        lost(by, failure);
        LOG.warn("Topic {} is not deleted yet, tried again with the next change: {}", topic, failure.getMessage());
    }

    /** The guard speaks sooner than the election's own word. */
    private void lost(Tenure by, ZkException failure) {
        if (by.equals(tenure)
                && failure.reason() == Reason.BAD_VERSION
                && failure.path().equals(by.guard().path())) {
            tenure = null;
        }
    }
}
