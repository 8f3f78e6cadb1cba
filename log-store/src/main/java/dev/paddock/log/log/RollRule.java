package dev.paddock.log.log;

import dev.paddock.log.LogSettings;

/** When a segment ends for its size or its age. Pure. */
final class RollRule {
    private RollRule() {}

    static boolean isFull(long segmentBytes, long sizeBytes, int incomingBytes) {
        return sizeBytes > segmentBytes - incomingBytes;
    }

    /**
     * Whether a segment's records have been there for long enough. Their own time counts, from the first to the latest
     * that comes, so that a copy of old data rolls where the original did; the clock's only where they have none.
     *
     * @param firstTimestamp of the first record in it; negative for none
     * @param incomingTimestamp the latest that is to be appended; negative for none, then the clock decides
     */
    static boolean isOld(LogSettings settings, Age age, long incomingTimestamp, long nowMs) {
        long waitedMs = age.firstTimestamp() >= 0 && incomingTimestamp >= 0
                ? incomingTimestamp - age.firstTimestamp()
                : nowMs - age.createdMs();
        return waitedMs > settings.segmentMs() - age.jitterMs();
    }

    /** @param jitterMs how much earlier than the others this segment rolls */
    record Age(long firstTimestamp, long createdMs, long jitterMs) {}
}
