package dev.paddock.log;

import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.TimestampType;

/** Collects {@link LogSettings}; begins with Kafka 3.9's defaults. Belongs to one thread. */
public final class LogSettingsBuilder {
    private static final long DAY_MS = 86_400_000;

    private long segmentBytes = 1L << 30;
    private long segmentMs = 7 * DAY_MS;
    private long segmentJitterMs = 0;
    private int indexIntervalBytes = 4096;
    private int indexBytesMax = 10 << 20;
    private long retentionMs = 7 * DAY_MS;
    private long retentionBytes = -1;
    private boolean delete = true;
    private boolean compact = false;
    private long fileDeleteDelayMs = 60_000;
    private long flushMessages = Long.MAX_VALUE;
    private long flushMs = Long.MAX_VALUE;
    private int messageBytesMax = 1_048_588;
    private long deleteRetentionMs = DAY_MS;
    private long minCompactionLagMs = 0;
    private long maxCompactionLagMs = Long.MAX_VALUE;
    private double minCleanableDirtyRatio = 0.5;
    private Compression compression;
    private int compressionLevel = Compression.DEFAULT_LEVEL;
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long timestampBeforeMaxMs = Long.MAX_VALUE;
    private long timestampAfterMaxMs = 3_600_000;
    private boolean preallocate = false;
    private int minInsyncReplicas = 1;
    private boolean uncleanElection = false;

    public LogSettingsBuilder() {}

    LogSettingsBuilder(LogSettings from) {
        segmentBytes = from.segmentBytes();
        segmentMs = from.segmentMs();
        segmentJitterMs = from.segmentJitterMs();
        indexIntervalBytes = from.indexIntervalBytes();
        indexBytesMax = from.indexBytesMax();
        retentionMs = from.retentionMs();
        retentionBytes = from.retentionBytes();
        delete = from.delete();
        compact = from.compact();
        fileDeleteDelayMs = from.fileDeleteDelayMs();
        flushMessages = from.flushMessages();
        flushMs = from.flushMs();
        messageBytesMax = from.messageBytesMax();
        deleteRetentionMs = from.deleteRetentionMs();
        minCompactionLagMs = from.minCompactionLagMs();
        maxCompactionLagMs = from.maxCompactionLagMs();
        minCleanableDirtyRatio = from.minCleanableDirtyRatio();
        compression = from.compression();
        compressionLevel = from.compressionLevel();
        timestampType = from.timestampType();
        timestampBeforeMaxMs = from.timestampBeforeMaxMs();
        timestampAfterMaxMs = from.timestampAfterMaxMs();
        preallocate = from.preallocate();
        minInsyncReplicas = from.minInsyncReplicas();
        uncleanElection = from.uncleanElection();
    }

    public LogSettingsBuilder segmentBytes(long value) {
        segmentBytes = value;
        return this;
    }

    public LogSettingsBuilder segmentMs(long value) {
        segmentMs = value;
        return this;
    }

    public LogSettingsBuilder segmentJitterMs(long value) {
        segmentJitterMs = value;
        return this;
    }

    public LogSettingsBuilder indexIntervalBytes(int value) {
        indexIntervalBytes = value;
        return this;
    }

    public LogSettingsBuilder indexBytesMax(int value) {
        indexBytesMax = value;
        return this;
    }

    public LogSettingsBuilder retentionMs(long value) {
        retentionMs = value;
        return this;
    }

    public LogSettingsBuilder retentionBytes(long value) {
        retentionBytes = value;
        return this;
    }

    public LogSettingsBuilder delete(boolean value) {
        delete = value;
        return this;
    }

    public LogSettingsBuilder compact(boolean value) {
        compact = value;
        return this;
    }

    public LogSettingsBuilder fileDeleteDelayMs(long value) {
        fileDeleteDelayMs = value;
        return this;
    }

    public LogSettingsBuilder flushMessages(long value) {
        flushMessages = value;
        return this;
    }

    public LogSettingsBuilder flushMs(long value) {
        flushMs = value;
        return this;
    }

    public LogSettingsBuilder messageBytesMax(int value) {
        messageBytesMax = value;
        return this;
    }

    public LogSettingsBuilder deleteRetentionMs(long value) {
        deleteRetentionMs = value;
        return this;
    }

    public LogSettingsBuilder minCompactionLagMs(long value) {
        minCompactionLagMs = value;
        return this;
    }

    public LogSettingsBuilder maxCompactionLagMs(long value) {
        maxCompactionLagMs = value;
        return this;
    }

    public LogSettingsBuilder minCleanableDirtyRatio(double value) {
        minCleanableDirtyRatio = value;
        return this;
    }

    public LogSettingsBuilder compression(Compression value) {
        compression = value;
        return this;
    }

    public LogSettingsBuilder compressionLevel(int value) {
        compressionLevel = value;
        return this;
    }

    public LogSettingsBuilder timestampType(TimestampType value) {
        timestampType = value;
        return this;
    }

    public LogSettingsBuilder timestampBeforeMaxMs(long value) {
        timestampBeforeMaxMs = value;
        return this;
    }

    public LogSettingsBuilder timestampAfterMaxMs(long value) {
        timestampAfterMaxMs = value;
        return this;
    }

    public LogSettingsBuilder preallocate(boolean value) {
        preallocate = value;
        return this;
    }

    public LogSettingsBuilder minInsyncReplicas(int value) {
        minInsyncReplicas = value;
        return this;
    }

    public LogSettingsBuilder uncleanElection(boolean value) {
        uncleanElection = value;
        return this;
    }

    public LogSettings build() {
        return new LogSettings(
                segmentBytes,
                segmentMs,
                segmentJitterMs,
                indexIntervalBytes,
                indexBytesMax,
                retentionMs,
                retentionBytes,
                delete,
                compact,
                fileDeleteDelayMs,
                flushMessages,
                flushMs,
                messageBytesMax,
                deleteRetentionMs,
                minCompactionLagMs,
                maxCompactionLagMs,
                minCleanableDirtyRatio,
                compression,
                compressionLevel,
                timestampType,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                preallocate,
                minInsyncReplicas,
                uncleanElection);
    }
}
