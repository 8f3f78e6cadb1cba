package dev.paddock.broker.partition;

import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.StorageErrors;
import dev.paddock.log.log.TailRead;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.AbortedTransaction;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.record.InvalidRecordsException;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the shards found for a fetch, on its way to become an answer. The bounds of KIP-74 are kept here, over all shards: in
 * the order in which the partitions were asked for, until the response is full; the first that has something gives at least
 * one batch. Of one thread; {@link #answers} is called once.
 */
public final class FetchFindings {
    private static final Logger LOG = LoggerFactory.getLogger(FetchFindings.class);

    private final FetchRules rules;
    private final List<FetchSlot> slots;
    private int roomBytes;
    private boolean isFirst = true;
    private long bytes;

    FetchFindings(FetchRules rules, List<FetchSlot> slots) {
        this.rules = rules;
        this.slots = slots;
        roomBytes = rules.bytesMax();
    }

    /** Whether {@link #answers} blocks or takes long. */
    public boolean needsDisk() {
        for (FetchSlot slot : slots) {
            LogRead found = slot.found();
            if (found instanceof ColdRead || (found instanceof TailRead && rules.mayConvert())) {
                return true;
            }
        }
        return false;
    }

    /** One for each partition that was asked for, in that order; the records are the caller's. */
    public List<PartitionData> answers() {
        List<PartitionData> answers = new ArrayList<>(slots.size());
        for (FetchSlot slot : slots) {
            answers.add(answer(slot));
        }
        return answers;
    }

    /** What the answers hold of records. */
    public long bytes() {
        return bytes;
    }

    /** Nobody wants the answers. */
    public void release() {
        slots.forEach(FetchSlot::giveBack);
    }

    private PartitionData answer(FetchSlot slot) {
        PartitionData answer = new PartitionData()
                .partitionIndex(slot.wanted().partition())
                .errorCode(slot.error().code())
                .highWatermark(slot.highWatermark())
                .lastStableOffset(slot.lastStableOffset())
                .logStartOffset(slot.startOffset())
                .abortedTransactions(null)
                .records(Records.of(Unpooled.EMPTY_BUFFER));
        EpochEnd diverging = slot.diverging();
        if (diverging != null) {
            answer.divergingEpoch(
                    new FetchResponse.EpochEndOffset().epoch(diverging.epoch()).endOffset(diverging.endOffset()));
        }
        if (rules.bound() == ReadBound.COMMITTED && slot.error() == ErrorCode.NONE) {
            answer.abortedTransactions(List.of());
        }
        LogRead found = slot.takeFound();
        if (found != LogRead.Nothing.YET) {
            fill(answer, slot, found);
        }
        return answer;
    }

    private void fill(PartitionData answer, FetchSlot slot, LogRead found) {
        // The first that has something may go over every bound, so that a large batch does not stop a client for ever.
        Allowance allowance = new Allowance(Math.min(roomBytes, slot.bytesMax()), isFirst);
        try {
            FoundRecords records = FoundRecords.of(found, allowance, rules.mayConvert());
            if (rules.mayConvert()) {
                records = records.inFormat(rules.formatMax(), slot.wanted().offset());
            }
            int size = records.bytes().sizeInBytes();
            isFirst &= size == 0;
            bytes += size;
            roomBytes = Math.max(0, roomBytes - size);
            answer.records(records.bytes());
            if (rules.bound() == ReadBound.COMMITTED) {
                answer.abortedTransactions(aborted(records.aborted()));
            }
        } catch (InvalidRecordsException e) {
            LOG.debug("{} cannot be converted: {}", slot.partition().name(), e.getMessage());
            answer.errorCode(e.error().code());
        } catch (IOException e) {
            LOG.error(
                    "{} cannot be read at offset {}",
                    slot.partition().name(),
                    slot.wanted().offset(),
                    e);
            slot.log().failed(e);
            answer.errorCode(StorageErrors.ofRead(e).code());
        }
    }

    private static List<AbortedTransaction> aborted(List<AbortedTxn> transactions) {
        List<AbortedTransaction> all = new ArrayList<>(transactions.size());
        for (AbortedTxn transaction : transactions) {
            all.add(new AbortedTransaction()
                    .producerId(transaction.producerId())
                    .firstOffset(transaction.firstOffset()));
        }
        return all;
    }

    /** Whole batches up to so many bytes; one more than that fits where it is the first. */
    record Allowance(int bytesMax, boolean atLeastOneBatch) {}
}
