package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** Takes another session over by its id and password, and closes it. Blocks, on a thread of its own. */
final class SessionEnding implements Runnable {
    private final ZkSettings settings;
    private final ZkSession session;
    private final CompletableFuture<Void> ended;

    SessionEnding(ZkSettings settings, ZkSession session, CompletableFuture<Void> ended) {
        this.settings = settings;
        this.session = session;
        this.ended = ended;
    }

    @Override
    public void run() {
        CompletableFuture<KeeperState> settled = new CompletableFuture<>();
        try {
            ZooKeeper handle = new ZooKeeper(
                    settings.hosts(),
                    settings.sessionTimeoutMs(),
                    event -> {
                        if (event.getState() == KeeperState.SyncConnected || event.getState() == KeeperState.Expired) {
                            settled.complete(event.getState());
                        }
                    },
                    session.id(),
                    session.password());
            try {
                var unused = settled.get(settings.connectionTimeoutMs(), TimeUnit.MILLISECONDS);
            } finally {
                // Returns when ZooKeeper has ended the session, and its ephemeral znodes with it.
                handle.close();
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.completeExceptionally(e);
        } catch (TimeoutException e) {
            ended.completeExceptionally(new ZkException(
                    Reason.CONNECTION_LOSS,
                    "/",
                    "Could not reach ZooKeeper at " + settings.hosts() + " within " + settings.connectionTimeoutMs()
                            + " ms to end session " + session));
        } catch (Exception e) {
            ended.completeExceptionally(ZkException.from(e));
        }
    }
}
