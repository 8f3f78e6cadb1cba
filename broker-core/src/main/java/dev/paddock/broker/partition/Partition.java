package dev.paddock.broker.partition;

import dev.paddock.coordinator.topic.Leadership;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.store.LogUnavailableException;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of which this broker has a replica: its log, who leads it, and all who wait for something of it. It lives on
 * its shard's thread, which alone calls its methods unless one says otherwise. The log is opened on first use; who comes
 * meanwhile waits in order. It ends with {@link #close}: whoever waits gets an error.
 *
 * <pre>
 *   unopened --first use--> opening --log there--> open --close--> closed
 *       ^                      | no log
 *       +----------------------+
 * </pre>
 */
public final class Partition {
    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);

    private final TopicPartition name;
    private final Uuid topicId;
    private final PartitionShard shard;
    private final int brokerId;
    private final Supplier<CompletableFuture<PartitionLog>> opener;
    private final ArrayDeque<Runnable> untilOpen = new ArrayDeque<>(0);
    private final List<Append> staged = new ArrayList<>(0);
    private final AckWaits ackWaits;
    private final FetchWaits fetchWaits = new FetchWaits();
    private Leadership leadership = Leadership.NONE;
    private int replicas;
    private PartitionLog log;
    private boolean opening;
    /** Why there is no log: the last try to open it, or the end. */
    private ErrorCode absence = ErrorCode.NONE;

    private boolean closed;

    public Partition(
            TopicPartition name,
            Uuid topicId,
            PartitionShard shard,
            int brokerId,
            Supplier<CompletableFuture<PartitionLog>> opener) {
        this.name = name;
        this.topicId = topicId;
        this.shard = shard;
        this.brokerId = brokerId;
        this.opener = opener;
        ackWaits = new AckWaits(shard);
    }

    /** Any thread. */
    public TopicPartition name() {
        return name;
    }

    /** Any thread. */
    public Uuid topicId() {
        return topicId;
    }

    /** Any thread. */
    public PartitionShard shard() {
        return shard;
    }

    public Leadership leadership() {
        return leadership;
    }

    /** The log; only while {@link #error} is NONE. */
    public PartitionLog log() {
        return log;
    }

    /** What a client that wants the leader is answered; NONE when it may go on. */
    public ErrorCode error() {
        if (log == null) {
            return absence == ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : absence;
        }
        return leadership.leader() == brokerId ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    /** Besides {@link #error}: whether the client means the leader that there is (KIP-320). */
    public ErrorCode error(int clientLeaderEpoch) {
        ErrorCode error = error();
        if (error != ErrorCode.NONE || clientLeaderEpoch < 0 || clientLeaderEpoch == leadership.leaderEpoch()) {
            return error;
        }
        return clientLeaderEpoch < leadership.leaderEpoch()
                ? ErrorCode.FENCED_LEADER_EPOCH
                : ErrorCode.UNKNOWN_LEADER_EPOCH;
    }

    /** Runs an action when the log is open, or when there is an error that says why it is not; at once if it can be. */
    public void whenOpen(Runnable action) {
        shard.assertInLoop();
        if (log != null || closed) {
            action.run();
            return;
        }
        untilOpen.add(action);
        if (!opening) {
            opening = true;
            CompletableFuture<PartitionLog> coming = opener.get();
            var unused = coming.whenComplete((opened, failure) -> {
                if (shard.inLoop()) {
                    opened(opened, failure);
                } else {
                    shard.execute(() -> opened(opened, failure));
                }
            });
        }
    }

    private void opened(PartitionLog opened, Throwable failure) {
        opening = false;
        if (!closed) {
            log = opened;
            absence = failure == null ? ErrorCode.NONE : errorOf(failure);
            advanceHighWatermark();
        }
        for (Runnable next = untilOpen.poll(); next != null; next = untilOpen.poll()) {
            next.run();
        }
    }

    private ErrorCode errorOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof LogUnavailableException unavailable) {
            return unavailable.error();
        }
        LOG.error("The log of {} cannot be opened", name, cause);
        return ErrorCode.KAFKA_STORAGE_ERROR;
    }

    /** What ZooKeeper says now. */
    public void follow(PartitionState state) {
        shard.assertInLoop();
        leadership = state.leadership();
        replicas = state.replicas().size();
        if (leadership.leader() != brokerId) {
            ackWaits.failAll(ErrorCode.NOT_LEADER_OR_FOLLOWER);
            fetchWaits.endAll();
        } else if (advanceHighWatermark()) {
            fetchWaits.changed();
        }
    }

    /** What comes in one turn is written at the end of it, with one write. */
    public void append(Append append) {
        shard.assertInLoop();
        ErrorCode error = error();
        if (error == ErrorCode.NONE && append.awaitsAll() && lacksReplicas()) {
            error = ErrorCode.NOT_ENOUGH_REPLICAS;
        }
        if (error != ErrorCode.NONE) {
            append.refuse(error);
            return;
        }
        staged.add(append);
        if (staged.size() > 1) {
            return;
        }
        if (log.settings().flushMessages() < Long.MAX_VALUE) {
            // The append is going to force the log.
            shard.atEndOfTurnOfThread(this::writeStaged);
        } else {
            shard.atEndOfTurn(this::writeStaged);
        }
    }

    private void writeStaged() {
        List<Append> writing = List.copyOf(staged);
        staged.clear();
        ErrorCode error = error();
        if (error != ErrorCode.NONE) {
            writing.forEach(append -> append.refuse(error));
            return;
        }
        List<AppendRequest> requests = new ArrayList<>(writing.size());
        writing.forEach(append -> requests.add(append.request()));
        List<AppendOutcome> outcomes = log.append(requests, leadership.leaderEpoch(), System.currentTimeMillis());
        for (int i = 0; i < writing.size(); i++) {
            writing.get(i).written(outcomes.get(i));
        }
        advanceHighWatermark();
        for (Append append : writing) {
            answerOrWait(append);
        }
        fetchWaits.changed();
    }

    private void answerOrWait(Append append) {
        if (append.error() != ErrorCode.NONE || !append.awaitsAll()) {
            append.complete(shard, append.error());
        } else if (append.requiredOffset() <= log.highWatermark()) {
            append.complete(shard, endOfWait());
        } else {
            ackWaits.add(append);
        }
    }

    private ErrorCode endOfWait() {
        return lacksReplicas() ? ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND : ErrorCode.NONE;
    }

    private boolean lacksReplicas() {
        return leadership.isr().size() < Math.min(log.settings().minInsyncReplicas(), replicas);
    }

    /** A leader that is alone in sync is all that records have to wait for; followers' fetches are to count here, too. */
    private boolean advanceHighWatermark() {
        if (log == null
                || leadership.leader() != brokerId
                || leadership.isr().size() > 1
                || !log.raiseHighWatermark(log.endOffset())) {
            return false;
        }
        ackWaits.reached(log.highWatermark(), this::endOfWait);
        return true;
    }

    FetchWaits fetchWaits() {
        return fetchWaits;
    }

    /** Nobody waits any longer than he has. */
    public void endFetchWaits() {
        shard.assertInLoop();
        fetchWaits.endAll();
    }

    /** The partition is no longer here; the log is not touched any more. */
    public void close(ErrorCode reason) {
        shard.assertInLoop();
        closed = true;
        absence = reason;
        log = null;
        ackWaits.failAll(reason);
        fetchWaits.endAll();
    }
}
