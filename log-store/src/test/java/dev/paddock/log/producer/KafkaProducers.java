package dev.paddock.log.producer;

import static dev.paddock.log.peer.KafkaClasses.call;
import static dev.paddock.log.peer.KafkaClasses.callStatic;
import static dev.paddock.log.peer.KafkaClasses.create;
import static dev.paddock.log.peer.KafkaClasses.field;
import static dev.paddock.log.peer.KafkaClasses.type;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/** Kafka's ProducerStateManager, used as Kafka's log uses it, with our words. */
final class KafkaProducers {
    private static final Class<?> ORIGIN = type("storage.internals.log.AppendOrigin");
    private static final Class<?> ERRORS = type("common.protocol.Errors");
    private static final Class<?> RECORDS = type("common.record.MemoryRecords");

    private final Object state;
    /** What is checked but not applied; Kafka has done most of the work then. */
    private Object prepared;

    private Optional<?> completed = Optional.empty();

    KafkaProducers(Path folder, int expirationMs, int transactionTimeoutMaxMs) {
        Object config = create("storage.internals.log.ProducerStateManagerConfig", expirationMs, false);
        state = create(
                "storage.internals.log.ProducerStateManager",
                create("common.TopicPartition", "t", 0),
                folder.toFile(),
                transactionTimeoutMaxMs,
                config,
                field(type("common.utils.Time"), "SYSTEM"));
    }

    /** What it says of a batch with its offsets assigned; accepted ones are to be applied. */
    CheckOutcome check(ByteBuf bytes, AppendOrigin origin) {
        prepared = null;
        completed = Optional.empty();
        BatchView view = TestBatch.view(bytes);
        if (!view.hasProducerId()) {
            return CheckOutcome.ACCEPTED;
        }
        Object batch = batch(bytes);
        if (origin == AppendOrigin.CLIENT && !view.isControl()) {
            Optional<?> entry = (Optional<?>) call(state, "lastEntry", view.producerId());
            Optional<?> duplicate = entry.flatMap(known -> (Optional<?>) call(known, "findDuplicateBatch", batch));
            if (duplicate.isPresent()) {
                return CheckOutcome.duplicateOf(remembered(duplicate.get()));
            }
        }
        try {
            Object update = call(state, "prepareUpdate", view.producerId(), origin(origin));
            completed = (Optional<?>) call(update, "append", batch, Optional.empty());
            prepared = update;
            return CheckOutcome.ACCEPTED;
        } catch (IllegalArgumentException e) {
            // How it says that a control batch holds no marker.
            return CheckOutcome.refused(ErrorCode.INVALID_RECORD, e.toString());
        } catch (RuntimeException e) {
            short code = (short) call(callStatic(ERRORS, "forException", e), "code");
            return CheckOutcome.refused(ErrorCode.forCode(code), e.toString());
        }
    }

    /** Takes in what was checked last. */
    CompletedTxn apply(ByteBuf bytes) {
        if (prepared != null) {
            call(state, "update", prepared);
        }
        CompletedTxn transaction = completed.map(this::complete).orElse(null);
        call(state, "updateMapEndOffset", TestBatch.view(bytes).nextOffset());
        return transaction;
    }

    private CompletedTxn complete(Object transaction) {
        long lastStable = (long) call(state, "lastStableOffset", transaction);
        call(state, "completeTxn", transaction);
        return new CompletedTxn(
                (long) field(transaction, "producerId"),
                (long) field(transaction, "firstOffset"),
                (long) field(transaction, "lastOffset"),
                lastStable,
                (boolean) field(transaction, "isAborted"));
    }

    private static Object batch(ByteBuf bytes) {
        Object records = callStatic(RECORDS, "readableRecords", bytes.nioBuffer());
        Iterable<?> batches = (Iterable<?>) call(records, "batches");
        Iterator<?> iterator = batches.iterator();
        return iterator.next();
    }

    private static Object origin(AppendOrigin origin) {
        return field(ORIGIN, origin == AppendOrigin.REPLICA ? "REPLICATION" : origin.name());
    }

    private static RememberedBatch remembered(Object batch) {
        return new RememberedBatch(
                (long) call(batch, "firstOffset"),
                (long) field(batch, "lastOffset"),
                (int) call(batch, "firstSeq"),
                (int) field(batch, "lastSeq"),
                (long) field(batch, "timestamp"));
    }

    void expire(long nowMs) {
        call(state, "removeExpiredProducers", nowMs);
    }

    void onHighWatermark(long offset) {
        call(state, "onHighWatermarkUpdated", offset);
    }

    void onLogStart(long offset) {
        call(state, "onLogStartOffsetIncremented", offset);
    }

    void takeSnapshot() {
        call(state, "takeSnapshot");
    }

    void restore(long logStartOffset, long logEndOffset, long nowMs) {
        call(state, "truncateAndReload", logStartOffset, logEndOffset, nowMs);
    }

    void advanceTo(long offset) {
        call(state, "updateMapEndOffset", offset);
    }

    void truncateFullyAndStartAt(long offset) {
        call(state, "truncateFullyAndStartAt", offset);
    }

    long endOffset() {
        return (long) call(state, "mapEndOffset");
    }

    int size() {
        return (int) call(state, "producerIdCount");
    }

    boolean isEmpty() {
        return (boolean) call(state, "isEmpty");
    }

    boolean hasLateTransaction(long nowMs) {
        return (boolean) call(state, "hasLateTransaction", nowMs);
    }

    OptionalLong firstUndecidedOffset() {
        return (OptionalLong) call(state, "firstUndecidedOffset");
    }

    OptionalLong firstUnstableOffset() {
        Optional<?> first = (Optional<?>) call(state, "firstUnstableOffset");
        return first.map(offset -> OptionalLong.of((long) field(offset, "messageOffset")))
                .orElse(OptionalLong.empty());
    }
}
