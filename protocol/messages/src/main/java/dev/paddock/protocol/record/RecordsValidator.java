package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Decides what of a producer's records may be appended, as Kafka's leader does, before the log gives them offsets. One
 * thread's, and made once for it; keeps nothing from call to call.
 *
 * <pre>
 *   whole batches?  version, size, checksum, header       no: refused
 *        |
 *   format 2 in the topic's codec? -- no --> every record is checked and written into one new batch
 *        | yes
 *   without compression, or a rule asks for what is within? -- yes --> every record is checked in place
 *        | no                                                          (offsets with gaps: a new batch)
 *   the header is enough
 * </pre>
 *
 * In place, only time stamps and checksum are ever changed. A compressed batch is not opened when nothing depends on
 * its content: its header's largest timestamp is believed, unless it cannot be, and its codec's own header has to be one that
 * consumers can read. Kafka opens every one.
 */
public final class RecordsValidator {
    private final ByteBufAllocator alloc;
    private final BatchView batch = new BatchView();
    private final ShallowScan scan = new ShallowScan();
    private final RecordWalk walk = new RecordWalk();

    public RecordsValidator(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    /**
     * @param records from readerIndex to writerIndex; indexes and reference stay the caller's, time stamps and checksum
     *     in its bytes may be changed
     * @return whose batches are a reference of its own
     */
    public ValidationOutcome validate(ByteBuf records, ValidationRules rules, long nowMs) {
        try {
            scan.scan(records, rules);
            if (scan.count() == 0) {
                return ValidationOutcome.accepted(records.retainedSlice(records.readerIndex(), 0), List.of(), false);
            }
            batch.wrap(records, records.readerIndex());
            Compression target = rules.target() == null ? scan.codec() : rules.target();
            boolean keepsCodec = target == scan.codec() || isPlainControl();
            if (batch.magic() != BatchView.MAGIC_V2 || !keepsCodec) {
                return rewrite(records, rules, nowMs);
            }
            return keep(records, rules, nowMs);
        } catch (InvalidRecordsException e) {
            return ValidationOutcome.refused(e.error(), e.getMessage() + " in topic partition " + rules.partition());
        }
    }

    /** Markers are compressed only when they came so. */
    private boolean isPlainControl() {
        return scan.codec() == Compression.NONE && batch.isControl();
    }

    private ValidationOutcome rewrite(ByteBuf records, ValidationRules rules, long nowMs) {
        RecordErrors errors = new RecordErrors();
        Compression target = rules.target() == null ? scan.codec() : rules.target();
        ByteBuf rewritten = new RecordsRewriter(rules, nowMs, alloc).rewrite(records, scan.endIndex(), target, errors);
        if (rewritten == null) {
            return errors.outcome(rules);
        }
        int size = rewritten.readableBytes();
        if (size > rules.batchBytesMax()) {
            rewritten.release();
            return tooLarge(size, rules);
        }
        batch.wrap(rewritten, rewritten.readerIndex());
        return withinSegment(rewritten, rules, true);
    }

    private static ValidationOutcome tooLarge(int sizeInBytes, ValidationRules rules) {
        return ValidationOutcome.refused(
                ErrorCode.MESSAGE_TOO_LARGE,
                "Message batch size is " + sizeInBytes + " bytes in append to partition " + rules.partition()
                        + " which exceeds the maximum configured size of " + rules.batchBytesMax() + ".");
    }

    private ValidationOutcome keep(ByteBuf records, ValidationRules rules, long nowMs) {
        if (!batch.isCompressed() || mustBeOpened(rules)) {
            RecordErrors errors = walk.over(batch, rules, nowMs, alloc);
            if (errors != null) {
                return errors.outcome(rules);
            }
            if (!walk.isSequential()) {
                return rewrite(records, rules, nowMs);
            }
            if (rules.timestampType() == TimestampType.CREATE_TIME
                    && (batch.isLogAppendTime() || batch.maxTimestamp() != walk.maxTimestamp())) {
                batch.stampCreateTime(walk.maxTimestamp());
            }
        } else {
            int from = batch.startIndex() + BatchView.HEADER_BYTES_V2;
            int length = batch.sizeInBytes() - BatchView.HEADER_BYTES_V2;
            scan.codec().checkBeginning(records.slice(from, length), batch.magic());
        }
        if (rules.timestampType() == TimestampType.LOG_APPEND_TIME) {
            batch.stampAppendTime(nowMs);
        }
        int length = scan.endIndex() - records.readerIndex();
        ByteBuf batches = records.readableBytes() == length
                ? records.retain()
                : records.retainedSlice(records.readerIndex(), length);
        batch.wrap(batches, batches.readerIndex());
        return withinSegment(batches, rules, false);
    }

    private boolean mustBeOpened(ValidationRules rules) {
        return rules.isCompacted()
                || rules.areTimestampsBounded()
                || batch.isLogAppendTime()
                || batch.maxTimestamp() < batch.baseTimestamp();
    }

    /** The batch in view is the one of the buffer; a reference to the buffer is taken over. */
    private ValidationOutcome withinSegment(ByteBuf batches, ValidationRules rules, boolean isRewritten) {
        int length = batches.readableBytes();
        if (length > rules.segmentBytesMax()) {
            batches.release();
            return ValidationOutcome.refused(
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    "Message batch size is " + length + " bytes in append to partition " + rules.partition()
                            + ", which exceeds the maximum configured segment size of " + rules.segmentBytesMax()
                            + ".");
        }
        return ValidationOutcome.accepted(batches, List.of(BatchSpan.of(batch)), isRewritten);
    }
}
