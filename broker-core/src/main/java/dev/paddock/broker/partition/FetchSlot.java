package dev.paddock.broker.partition;

import dev.paddock.log.epoch.EpochEnd;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.TailRead;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.Compression;

/**
 * One partition of a fetch: what was found there, and its place among those who wait for it. Of the partition's shard,
 * until the fetch has all of its parts together.
 */
final class FetchSlot {
    static final int NOWHERE = -1;
    private static final long UNKNOWN = -1;

    private final WantedPartition wanted;
    private final Partition partition;
    private final Fetch fetch;
    private int place = NOWHERE;
    /** What it has added to the bytes that the fetch waits for. */
    private long countedBytes;

    private ErrorCode error;
    private LogRead read = LogRead.Nothing.YET;
    private int bytesMax;
    private long highWatermark = UNKNOWN;
    private long lastStableOffset = UNKNOWN;
    private long startOffset = UNKNOWN;
    private EpochEnd diverging;
    private PartitionLog log;

    /** @param partition null with an error */
    FetchSlot(WantedPartition wanted, Partition partition, ErrorCode error, Fetch fetch) {
        this.wanted = wanted;
        this.partition = partition;
        this.error = error;
        this.fetch = fetch;
    }

    WantedPartition wanted() {
        return wanted;
    }

    Partition partition() {
        return partition;
    }

    ErrorCode error() {
        return error;
    }

    /** The log that something was found in. */
    PartitionLog log() {
        return log;
    }

    LogRead found() {
        return read;
    }

    int bytesMax() {
        return bytesMax;
    }

    long highWatermark() {
        return highWatermark;
    }

    long lastStableOffset() {
        return lastStableOffset;
    }

    long startOffset() {
        return startOffset;
    }

    /** Null unless the client has records that this log never had. */
    EpochEnd diverging() {
        return diverging;
    }

    /** Whether the client should hear of it at once. */
    boolean hasNews() {
        return error != ErrorCode.NONE || diverging != null;
    }

    /** Looks what there is; returns how many bytes, where what lies on the disk alone counts as much as may be read. */
    int read(int roomBytes, boolean atLeastOneBatch) {
        giveBack();
        FetchRules rules = fetch.rules();
        bytesMax = Math.max(0, Math.min(roomBytes, rules.partitionBytesMax(wanted.bytesMax())));
        error = partition.error(wanted.leaderEpoch());
        if (error != ErrorCode.NONE) {
            forgetOffsets();
            return 0;
        }
        log = partition.log();
        highWatermark = log.highWatermark();
        lastStableOffset = log.lastStableOffset();
        startOffset = log.startOffset();
        if (log.settings().compression() == Compression.ZSTD && !rules.knowsZstd()) {
            return fail(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
        }
        if (wanted.lastFetchedEpoch() >= 0 && diverges()) {
            return 0;
        }
        read = log.read(wanted.offset(), bytesMax, atLeastOneBatch, rules.bound());
        if (read == LogRead.Nothing.OUT_OF_RANGE) {
            return fail(ErrorCode.OFFSET_OUT_OF_RANGE);
        }
        if (read == LogRead.Nothing.OFFLINE) {
            return fail(ErrorCode.KAFKA_STORAGE_ERROR);
        }
        return bytesFound();
    }

    /** Whether the client's last record is of another history than ours (KIP-595); then there is nothing to read. */
    private boolean diverges() {
        EpochEnd ours = log.endOffsetFor(wanted.lastFetchedEpoch());
        if (!ours.isKnown() || wanted.offset() < startOffset) {
            fail(ErrorCode.OFFSET_OUT_OF_RANGE);
            return true;
        }
        if (ours.epoch() < wanted.lastFetchedEpoch() || ours.endOffset() < wanted.offset()) {
            diverging = ours;
            return true;
        }
        return false;
    }

    private int fail(ErrorCode failure) {
        error = failure;
        read = LogRead.Nothing.YET;
        forgetOffsets();
        return 0;
    }

    /** Its shard has no room, or is stopping: the client is to try again, or elsewhere. */
    void refuse() {
        fail(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    /** As Kafka has it: with an error nothing else is told. */
    private void forgetOffsets() {
        highWatermark = UNKNOWN;
        lastStableOffset = UNKNOWN;
        startOffset = UNKNOWN;
    }

    private int bytesFound() {
        if (read instanceof TailRead tail) {
            return tail.bytes().readableBytes();
        }
        return read instanceof ColdRead ? Math.max(1, bytesMax) : 0;
    }

    /** What was found is not needed, or looked for anew. */
    void giveBack() {
        if (read instanceof TailRead tail) {
            tail.bytes().release();
        } else if (read instanceof ColdRead cold) {
            cold.close();
        }
        read = LogRead.Nothing.YET;
        diverging = null;
    }

    /** Whoever asks takes it over. */
    LogRead takeFound() {
        LogRead taken = read;
        read = LogRead.Nothing.YET;
        return taken;
    }

    int place() {
        return place;
    }

    void waitsAt(int newPlace) {
        place = newPlace;
    }

    void await(long bytes) {
        countedBytes = bytes;
        partition.fetchWaits().add(this);
    }

    void endAwait() {
        if (place != NOWHERE) {
            partition.fetchWaits().remove(this);
        }
    }

    /** There may be more than before. What was found before is not touched: the fetch may be on its way out with it. */
    void changed() {
        if (partition.error() != ErrorCode.NONE) {
            fetch.end();
        } else if (partition.log().endOffset(fetch.rules().bound()) > wanted.offset()) {
            long bytes = fetch.rules().bytesMin() > 1 ? measure(partition.log()) : 1;
            long more = bytes - countedBytes;
            countedBytes = bytes;
            fetch.found(more);
        }
    }

    private int measure(PartitionLog log) {
        LogRead now =
                log.read(wanted.offset(), wanted.bytesMax(), true, fetch.rules().bound());
        if (now instanceof TailRead tail) {
            int bytes = tail.bytes().readableBytes();
            tail.bytes().release();
            return bytes;
        }
        if (now instanceof ColdRead cold) {
            cold.close();
        }
        return now == LogRead.Nothing.YET ? 0 : fetch.rules().bytesMin();
    }

    /** No more waiting, whatever there is. */
    void end() {
        fetch.end();
    }
}
