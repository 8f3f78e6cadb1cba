package dev.paddock.broker.partition;

import dev.paddock.log.log.ReadBound;
import dev.paddock.protocol.record.BatchView;

/**
 * What holds for all of a fetch.
 *
 * @param waitMsMax how long to wait for bytesMin
 * @param bytesMax of all partitions together; the first that has something may go beyond with one batch
 * @param bound up to where its sender may read
 * @param formatMax the newest record format that the client reads
 * @param knowsZstd whether it reads batches of that codec
 */
public record FetchRules(
        int waitMsMax, int bytesMin, int bytesMax, ReadBound bound, byte formatMax, boolean knowsZstd) {
    /** What lies in memory for a conversion is bounded by this for each partition, and a multiple of it in all. */
    static final int CONVERTED_BYTES_MAX = 1 << 20;

    static final int CONVERTED_BYTES_MAX_IN_ALL = 16 * CONVERTED_BYTES_MAX;

    public FetchRules {
        if (formatMax < BatchView.MAGIC_V2) {
            bytesMax = Math.min(bytesMax, CONVERTED_BYTES_MAX_IN_ALL);
        }
    }

    /** Whether the client may not read what lies in the log. */
    boolean mayConvert() {
        return formatMax < BatchView.MAGIC_V2;
    }

    int partitionBytesMax(int wanted) {
        return mayConvert() ? Math.min(wanted, CONVERTED_BYTES_MAX) : wanted;
    }

    boolean mayWait() {
        return waitMsMax > 0 && bytesMin > 0;
    }
}
