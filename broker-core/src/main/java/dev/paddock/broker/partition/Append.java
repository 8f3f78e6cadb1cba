package dev.paddock.broker.partition;

import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;

/** Valid batches on their way into one partition, and what became of them. Of the shard's thread until it is done. */
public final class Append {
    /** What to wait for: nothing but the log, or all replicas in sync. */
    public enum Acks {
        LEADER,
        ALL_IN_SYNC
    }

    private final AppendRequest request;
    private final Acks acks;
    private final int timeoutMs;
    private final AppendListener listener;
    private AppendOutcome outcome;
    private ErrorCode error = ErrorCode.NONE;
    private String message;
    private ShardTimer timer;
    private boolean done;

    /**
     * Takes over the batches.
     *
     * @param heldBytes of memory that stay as long as the batches are held
     */
    public Append(ByteBuf batches, int heldBytes, Acks acks, int timeoutMs, AppendListener listener) {
        request = new AppendRequest(batches, heldBytes, AppendOrigin.CLIENT);
        this.acks = acks;
        this.timeoutMs = timeoutMs;
        this.listener = listener;
    }

    /** After the end: NONE where they are in the log, and everywhere else as was asked. */
    public ErrorCode error() {
        return error;
    }

    public String message() {
        return message;
    }

    /** Null when the log was never asked. */
    public AppendOutcome outcome() {
        return outcome;
    }

    AppendRequest request() {
        return request;
    }

    boolean awaitsAll() {
        return acks == Acks.ALL_IN_SYNC;
    }

    boolean isDone() {
        return done;
    }

    int timeoutMs() {
        return timeoutMs;
    }

    /** All replicas have to be here. */
    long requiredOffset() {
        return outcome.lastOffset() + 1;
    }

    void written(AppendOutcome written) {
        outcome = written;
        error = written.error();
        message = written.message();
        request.batches().release();
        listener.appended();
    }

    void refuse(ErrorCode reason) {
        error = reason;
        request.batches().release();
        listener.appended();
        complete(null, reason);
    }

    void timer(ShardTimer waitsUntil) {
        timer = waitsUntil;
    }

    /** The end, once: what comes later counts for nothing. */
    void complete(PartitionShard shard, ErrorCode end) {
        if (done) {
            return;
        }
        done = true;
        if (end != ErrorCode.NONE) {
            error = end;
        }
        if (timer != null) {
            shard.cancel(timer);
        }
        listener.done();
    }
}
