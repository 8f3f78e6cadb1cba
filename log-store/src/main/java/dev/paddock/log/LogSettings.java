package dev.paddock.log;

import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.TimestampType;

/**
 * What the configuration of a topic says to its logs, with Kafka's meanings: -1 stands for no limit in retention.
 *
 * @param segmentJitterMs the longest time by which a segment may be rolled early, so that not all roll at once
 * @param delete whether old segments go (cleanup.policy)
 * @param compact whether only the last value of each key stays (cleanup.policy); with delete both hold
 * @param compression what batches are recompressed to; null for what the producer chose
 * @param compressionLevel of {@code compression}; {@link Compression#DEFAULT_LEVEL} for the codec's own
 */
public record LogSettings(
        long segmentBytes,
        long segmentMs,
        long segmentJitterMs,
        int indexIntervalBytes,
        int indexBytesMax,
        long retentionMs,
        long retentionBytes,
        boolean delete,
        boolean compact,
        long fileDeleteDelayMs,
        long flushMessages,
        long flushMs,
        int messageBytesMax,
        long deleteRetentionMs,
        long minCompactionLagMs,
        long maxCompactionLagMs,
        double minCleanableDirtyRatio,
        Compression compression,
        int compressionLevel,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean preallocate,
        int minInsyncReplicas,
        boolean uncleanElection) {

    /** Kafka 3.9's, for a topic and a broker that say nothing. */
    public static final LogSettings DEFAULTS = new LogSettingsBuilder().build();

    /** A builder that begins with these settings. */
    public LogSettingsBuilder change() {
        return new LogSettingsBuilder(this);
    }
}
