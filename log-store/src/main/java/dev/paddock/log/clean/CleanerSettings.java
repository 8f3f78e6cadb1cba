package dev.paddock.log.clean;

/**
 * Settings of the broker for compaction, with Kafka's names and meanings.
 *
 * @param threads log.cleaner.threads
 * @param dedupeBytes log.cleaner.dedupe.buffer.size: memory for the keys, of all threads together
 * @param loadFactor log.cleaner.io.buffer.load.factor: how full that memory may become
 * @param ioBufferBytes log.cleaner.io.buffer.size: memory to read and write with, of all threads together
 * @param ioBytesPerSecond log.cleaner.io.max.bytes.per.second
 * @param backoffMs log.cleaner.backoff.ms: how long to rest when there is nothing to clean
 */
public record CleanerSettings(
        int threads, long dedupeBytes, double loadFactor, int ioBufferBytes, double ioBytesPerSecond, long backoffMs) {
    /** Kafka's. */
    public static final CleanerSettings DEFAULTS =
            new CleanerSettings(1, 128L << 20, 0.9, 512 << 10, Double.MAX_VALUE, 15_000);

    public CleanerSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("log.cleaner.threads is " + threads + "; it must be at least 1");
        }
        if (!(loadFactor > 0 && loadFactor <= 1)) {
            throw new IllegalArgumentException(
                    "log.cleaner.io.buffer.load.factor is " + loadFactor + "; it must be above 0 and at most 1");
        }
        if (ioBufferBytes < 0 || backoffMs < 0) {
            throw new IllegalArgumentException("log.cleaner.io.buffer.size is " + ioBufferBytes
                    + " and log.cleaner.backoff.ms " + backoffMs + "; neither can be negative");
        }
    }

    long dedupeBytesEach() {
        return dedupeBytes / threads;
    }

    /** Half of a thread's share is for reading, half for writing. */
    int bufferBytes() {
        return Math.max(ioBufferBytes / threads / 2, 1024);
    }
}
