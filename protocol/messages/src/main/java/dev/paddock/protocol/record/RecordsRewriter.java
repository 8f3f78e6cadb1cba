package dev.paddock.protocol.record;

import static dev.paddock.protocol.record.InvalidRecordsException.corrupt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Makes one batch of format 2 of a producer's batches, in another codec or from an older format, and checks every record
 * on the way. Offsets are counted anew from 0. For one append.
 */
final class RecordsRewriter {
    private final ValidationRules rules;
    private final long nowMs;
    private final ByteBufAllocator alloc;
    private final BatchView batch = new BatchView();
    private long nextOffset;

    RecordsRewriter(ValidationRules rules, long nowMs, ByteBufAllocator alloc) {
        this.rules = rules;
        this.nowMs = nowMs;
        this.alloc = alloc;
    }

    /** @return the new batch, which the caller owns, or null when there are errors */
    ByteBuf rewrite(ByteBuf records, int endIndex, Compression target, RecordErrors errors) {
        batch.wrap(records, records.readerIndex());
        try (BatchBuilder builder = BatchBuilder.of(settings(target), alloc)) {
            for (int at = records.readerIndex(); at < endIndex && errors.isEmpty(); at = batch.endIndex()) {
                batch.wrap(records, at);
                append(builder, errors);
            }
            return errors.isEmpty() ? builder.build() : null;
        }
    }

    private BatchSettings settings(Compression target) {
        BatchSettings.Times times = rules.timestampType() == TimestampType.LOG_APPEND_TIME
                ? BatchSettings.Times.appendedAt(nowMs)
                : BatchSettings.Times.CREATE;
        return BatchSettings.like(batch)
                .with(new BatchSettings.Format(BatchView.MAGIC_V2, target, rules.level()))
                .with(times)
                .withBaseOffset(0);
    }

    private void append(BatchBuilder builder, RecordErrors errors) {
        RecordRules recordRules = new RecordRules(rules, nowMs, batch);
        boolean hasInnerCrcs = batch.magic() < BatchView.MAGIC_V2 && batch.isCompressed();
        try (RecordCursor cursor = RecordCursor.over(batch, rules.contentBytesMax(), alloc)) {
            for (int i = 0; cursor.next(); i++) {
                RecordView record = cursor.record();
                if (cursor.magicOfRecord() != batch.magic()) {
                    errors.add(new RecordError(i, magicMessage(cursor.magicOfRecord())), false);
                    continue;
                }
                if (hasInnerCrcs && !cursor.isCrcValid()) {
                    throw corrupt("Record is corrupt (checksum of the message with index " + i + " within its batch)");
                }
                recordRules.check(i, record, errors);
                if (errors.isEmpty()) {
                    builder.append(nextOffset++, record);
                }
            }
        }
    }

    private String magicMessage(byte magic) {
        return "Record magic " + magic + " does not match outer magic " + batch.magic() + " in topic partition "
                + rules.partition();
    }
}
