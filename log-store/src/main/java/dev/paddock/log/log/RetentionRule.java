package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import java.util.List;

/** How many of the oldest segments may go. Pure; Kafka's rules. */
final class RetentionRule {
    private final LogSettings settings;
    private final Bounds bounds;

    RetentionRule(LogSettings settings, Bounds bounds) {
        this.settings = settings;
        this.bounds = bounds;
    }

    /** @param largestTimestamp the latest of the records, or when the file changed last where they have none */
    record Candidate(long baseOffset, long sizeBytes, long largestTimestamp) {}

    record Bounds(long startOffset, long highWatermark, long endOffset) {}

    /**
     * The number of segments that may go, from the first. All of them means that the last, which is not empty then, has to
     * be rolled before: a log always has an active segment.
     */
    int deletable(List<Candidate> segments, long nowMs) {
        int byStart = count(segments, (segment, next) -> next != null && next.baseOffset() <= bounds.startOffset());
        if (!settings.delete()) {
            return byStart;
        }
        return Math.max(byStart, Math.max(bySize(segments), byTime(segments, nowMs)));
    }

    private int bySize(List<Candidate> segments) {
        long total = segments.stream().mapToLong(Candidate::sizeBytes).sum();
        if (settings.retentionBytes() < 0 || total < settings.retentionBytes()) {
            return 0;
        }
        long[] over = {total - settings.retentionBytes()};
        return count(segments, (segment, next) -> {
            over[0] -= segment.sizeBytes();
            return over[0] >= 0;
        });
    }

    /** A segment with a time in the future stays until that time has passed by the retention, and all behind it. */
    private int byTime(List<Candidate> segments, long nowMs) {
        if (settings.retentionMs() < 0) {
            return 0;
        }
        return count(segments, (segment, next) -> nowMs - segment.largestTimestamp() > settings.retentionMs());
    }

    private int count(List<Candidate> segments, Test test) {
        int count = 0;
        while (count < segments.size()) {
            Candidate segment = segments.get(count);
            Candidate next = count + 1 < segments.size() ? segments.get(count + 1) : null;
            boolean isEmptyAndLast = next == null && segment.sizeBytes() == 0;
            long upperOffset = next == null ? bounds.endOffset() : next.baseOffset();
            if (isEmptyAndLast || bounds.highWatermark() < upperOffset || !test.mayGo(segment, next)) {
                return count;
            }
            count++;
        }
        return count;
    }

    private interface Test {
        boolean mayGo(Candidate segment, Candidate next);
    }
}
