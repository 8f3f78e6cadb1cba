package dev.paddock.log.clean;

/**
 * How fast all cleaners together may read and write: log.cleaner.io.max.bytes.per.second. Each transfer books the time that it
 * takes at that rate, one behind the other. Thread-safe; the time is passed in.
 */
final class IoLimit {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double bytesPerSecond;
    private long bookedUntilNanos;
    private boolean isFirst = true;

    IoLimit(double bytesPerSecond) {
        if (!(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("log.cleaner.io.max.bytes.per.second is " + bytesPerSecond
                    + "; it must be above 0. Leave it out for no limit");
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /** How long to wait now that so many bytes have been transferred. */
    synchronized long book(long bytes, long nowNanos) {
        if (isFirst || bookedUntilNanos - nowNanos < 0) {
            isFirst = false;
            bookedUntilNanos = nowNanos;
        }
        bookedUntilNanos += (long) Math.min(bytes / bytesPerSecond * NANOS_PER_SECOND, Long.MAX_VALUE / 4);
        return bookedUntilNanos - nowNanos;
    }
}
