package dev.paddock.log.log;

import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.producer.CompletedTxn;
import dev.paddock.log.producer.ProducerBatch;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * What follows the write of batches, by a leader or a follower. Nothing of it may fail, since the batches are part of the log
 * by then; what the disk refuses now is kept in memory and tried again. Owned by the log's thread.
 */
final class AppendEffects {
    private final LogState log;
    private final LogFlush flush;
    private final BatchView view = new BatchView();
    private final ProducerBatch producerBatch = new ProducerBatch();

    AppendEffects(LogState log, LogFlush flush) {
        this.log = log;
        this.flush = flush;
    }

    void takeIn(ByteBuf batches, int frameBytes) {
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += view.sizeInBytes()) {
            view.wrap(batches, at);
            if (view.hasProducerId()) {
                CompletedTxn completed = log.producers.apply(producerBatch.read(view));
                if (completed != null && completed.isAborted()) {
                    log.aborts.add(log.segments.active(), completed.toAbortedTxn());
                }
            }
        }
        log.tail.add(batches, frameBytes);
        log.bounds.sizeBytes(log.bounds.sizeBytes() + batches.readableBytes());
    }

    void endsAt(long endOffset, long nowMs) {
        log.producers.advanceTo(endOffset);
        log.bounds.end(endOffset);
        log.lastUseMs = nowMs;
        try {
            log.aborts.write();
        } catch (IOException e) {
            // They are kept, and readers are told of them; with a disk that is only full the next append writes them.
            log.failed(e);
        }
        log.aborts.dropBefore(log.tail.firstOffset());
    }

    /** Null when all is well. */
    AppendOutcome flushIfDue() {
        if (log.bounds.end() - log.bounds.recoveryPoint() < log.settings.flushMessages()) {
            return null;
        }
        try {
            flush.now();
            return null;
        } catch (IOException e) {
            return refusedByDisk(e);
        }
    }

    AppendOutcome refusedByDisk(IOException e) {
        log.failed(e);
        return DiskFullException.isCauseOf(e)
                ? log.storageError("the disk is full: " + e.getMessage())
                : log.offlineError();
    }
}
