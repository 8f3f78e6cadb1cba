package dev.paddock.log.clean;

/**
 * A topic's settings of compaction.
 *
 * @param minLagMs min.compaction.lag.ms: younger records are left alone
 * @param maxLagMs max.compaction.lag.ms: older ones are cleaned, however little there is
 * @param minDirtyRatio min.cleanable.dirty.ratio
 * @param alsoDeletes whether the policy is compact and delete; then the start of the log moves by itself
 */
record CompactionRules(long minLagMs, long maxLagMs, double minDirtyRatio, boolean alsoDeletes) {
    /** Whether the timestamps of segments have to be looked up for them; that is work for the disk. */
    boolean needsLargestTimestamps() {
        return minLagMs > 0;
    }

    /** Never needed when the lag is longer than the time since 1970, as it is by default. */
    boolean needsFirstTimestamps(long nowMs) {
        return nowMs - Math.max(maxLagMs, 0) > 0;
    }
}
