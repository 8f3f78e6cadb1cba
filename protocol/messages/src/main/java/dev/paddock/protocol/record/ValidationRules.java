package dev.paddock.protocol.record;

/**
 * What a topic asks of what is appended to it. Made once for each change of its settings, for each origin and version.
 *
 * @param partition names it in messages
 * @param produceVersion of the request, which says what formats and codecs it may carry; {@link #NOT_FROM_A_CLIENT}
 *     for what the broker's own coordinators write, control batches among it
 * @param target null keeps the producer's codec
 * @param level of the target codec, or {@link Compression#DEFAULT_LEVEL}
 * @param segmentBytesMax an append that is larger fits into no segment
 * @param contentBytesMax what a compressed batch may hold
 */
public record ValidationRules(
        String partition,
        short produceVersion,
        boolean isCompacted,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        Compression target,
        int level,
        int batchBytesMax,
        int segmentBytesMax,
        int contentBytesMax) {
    public static final short NOT_FROM_A_CLIENT = -1;
    /** Far above what a producer puts into one batch, and below what hurts. */
    public static final int CONTENT_BYTES_MAX_DEFAULT = 128 << 20;

    public boolean isFromClient() {
        return produceVersion != NOT_FROM_A_CLIENT;
    }

    /** Whether any time that a client may give is refused. */
    boolean areTimestampsBounded() {
        return timestampType == TimestampType.CREATE_TIME
                && (timestampBeforeMaxMs != Long.MAX_VALUE || timestampAfterMaxMs != Long.MAX_VALUE);
    }

    public ValidationRules withProduceVersion(short version) {
        return new ValidationRules(
                partition,
                version,
                isCompacted,
                timestampType,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                target,
                level,
                batchBytesMax,
                segmentBytesMax,
                contentBytesMax);
    }
}
