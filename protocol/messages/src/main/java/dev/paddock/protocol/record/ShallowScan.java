package dev.paddock.protocol.record;

import static dev.paddock.protocol.record.InvalidRecordsException.corrupt;
import static dev.paddock.protocol.record.InvalidRecordsException.invalid;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;

/**
 * What can be told of a producer's batches from their headers and checksums. Finds where the last whole one ends: what
 * a client cut off behind it is dropped without a word, as it always was. One thread's, used again for each scan.
 */
final class ShallowScan {
    /** From this version of Produce on, a partition's records are exactly one batch of format 2. */
    private static final short ONE_BATCH_SINCE = 3;

    private static final short ZSTD_SINCE = 7;
    /** Checksum, magic, attributes, and the sizes of key and value. */
    private static final int MESSAGE_BYTES_MIN = 14;

    private static final int MAGIC = 16;

    private final BatchView batch = new BatchView();
    private int count;
    private int endIndex;
    private Compression codec;

    /** How many batches there are. */
    int count() {
        return count;
    }

    /** Behind the last whole batch. */
    int endIndex() {
        return endIndex;
    }

    /** That of the last batch which has one. */
    Compression codec() {
        return codec;
    }

    void scan(ByteBuf records, ValidationRules rules) {
        findBatches(records);
        checkVersion(records, rules);
        codec = Compression.NONE;
        for (int at = records.readerIndex(); at < endIndex; at = batch.endIndex()) {
            batch.wrap(records, at);
            checkBatch(rules);
        }
        if (count == 0) {
            return;
        }
        byte magic = records.getByte(records.readerIndex() + MAGIC);
        if (count > 1 && (magic >= BatchView.MAGIC_V2 || codec != Compression.NONE)) {
            throw invalid("Compressed outer record has more than one batch");
        }
        for (int at = records.readerIndex(); at < endIndex; at = batch.endIndex()) {
            checkHeader(batch.wrap(records, at), magic, rules);
        }
    }

    private void findBatches(ByteBuf records) {
        count = 0;
        endIndex = records.readerIndex();
        int limit = records.writerIndex();
        while (limit - endIndex >= BatchView.PREFIX_BYTES) {
            long size = BatchView.sizeAt(records, endIndex);
            if (size < BatchView.PREFIX_BYTES + MESSAGE_BYTES_MIN) {
                throw corrupt("Record size " + (size - BatchView.PREFIX_BYTES)
                        + " is less than the minimum record overhead (" + MESSAGE_BYTES_MIN + ")");
            }
            if (limit - endIndex <= MAGIC) {
                return;
            }
            byte magic = records.getByte(endIndex + MAGIC);
            if (magic < 0 || magic > BatchView.MAGIC_V2) {
                throw corrupt("Invalid magic found in record: " + magic);
            }
            if (size > limit - endIndex) {
                return;
            }
            if (!BatchView.isWhole(records, endIndex, limit)) {
                throw corrupt("A batch of format " + magic + " has " + size + " bytes, which is less than its header");
            }
            endIndex += (int) size;
            count++;
        }
    }

    private void checkVersion(ByteBuf records, ValidationRules rules) {
        if (rules.produceVersion() < ONE_BATCH_SINCE) {
            return;
        }
        String requests = "Produce requests with version " + rules.produceVersion();
        if (count == 0) {
            throw invalid(requests + " must have at least one record batch per partition");
        }
        batch.wrap(records, records.readerIndex());
        if (batch.magic() != BatchView.MAGIC_V2) {
            throw invalid(requests + " are only allowed to contain record batches with magic version 2");
        }
        if (rules.produceVersion() < ZSTD_SINCE && batch.codec() == Compression.ZSTD.number()) {
            throw new InvalidRecordsException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, requests + " are not allowed to use ZStandard compression");
        }
        if (count > 1) {
            throw invalid(requests + " are only allowed to contain exactly one record batch per partition");
        }
    }

    private void checkBatch(ValidationRules rules) {
        if (rules.isFromClient() && batch.magic() >= BatchView.MAGIC_V2 && batch.baseOffset() != 0) {
            throw invalid("The baseOffset of the record batch should be 0, but it is " + batch.baseOffset());
        }
        if (batch.sizeInBytes() > rules.batchBytesMax()) {
            throw new InvalidRecordsException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "The record batch size is " + batch.sizeInBytes()
                            + " bytes, which exceeds the maximum configured value of " + rules.batchBytesMax());
        }
        if (!batch.isCrcValid()) {
            throw corrupt("Record is corrupt (stored crc = " + batch.storedCrc() + ", computed crc = "
                    + batch.computedCrc() + ")");
        }
        Compression used = Compression.require(batch.codec());
        if (used != Compression.NONE) {
            codec = used;
        }
    }

    private static void checkHeader(BatchView batch, byte firstMagic, ValidationRules rules) {
        if (batch.magic() != firstMagic) {
            throw invalid(
                    "Batch magic " + batch.magic() + " is not the same as the first batch's magic byte " + firstMagic);
        }
        // Kafka trusts its coordinators with this; but the spans that the log relies on are made of it.
        if (batch.magic() >= BatchView.MAGIC_V2) {
            checkOffsets(batch);
        }
        if (!rules.isFromClient()) {
            return;
        }
        if (batch.isControl()) {
            throw invalid("Clients are not allowed to write control records");
        }
        // Kafka stores these when it need not recompress, else fails on them.
        if (batch.isTransactional() && !batch.hasProducerId()) {
            throw invalid("Transactional records without a producer id");
        }
        if (batch.hasProducerId() && batch.baseSequence() < 0) {
            throw invalid("Invalid sequence number " + batch.baseSequence() + " in record batch with producerId "
                    + batch.producerId());
        }
    }

    private static void checkOffsets(BatchView batch) {
        long countFromOffsets = batch.lastOffset() - batch.baseOffset() + 1;
        if (countFromOffsets <= 0) {
            throw invalid(
                    "Batch has an invalid offset range: [" + batch.baseOffset() + ", " + batch.lastOffset() + "]");
        }
        if (batch.count() <= 0) {
            throw invalid("Invalid reported count for record batch: " + batch.count());
        }
        if (countFromOffsets != batch.count()) {
            throw invalid("Inconsistent batch offset range [" + batch.baseOffset() + ", " + batch.lastOffset()
                    + "] and count of records " + batch.count());
        }
    }
}
