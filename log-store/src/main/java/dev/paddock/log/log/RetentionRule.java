package dev.paddock.log.log;

import dev.paddock.log.LogSettings;
import java.io.IOException;
import java.util.List;

/** How many of the oldest segments may go. Pure but for the ages it asks for; Kafka's rules. */
final class RetentionRule {
    private final LogSettings settings;
    private final Bounds bounds;

    RetentionRule(LogSettings settings, Bounds bounds) {
        this.settings = settings;
        this.bounds = bounds;
    }

    /** What a segment is, as far as it counts here. */
    record Candidate(long baseOffset, long sizeBytes, Age age) {}

    /** Is asked for only where it decides, since the disk may have to be. */
    interface Age {
        /** Of the records; when the file changed last where they have none. */
        long youngestMs() throws IOException;
    }

    record Bounds(long startOffset, long highWatermark, long endOffset) {}

    private interface Test {
        boolean mayGo(Candidate segment, Candidate next) throws IOException;
    }

    /**
     * The number of segments that may go, from the first. All of them means that the last, which is not empty then, has to
     * be rolled before: a log always has an active segment.
     */
    int deletable(List<Candidate> segments, long nowMs) throws IOException {
        int byStart = count(segments, (segment, next) -> next != null && next.baseOffset() <= bounds.startOffset());
        if (!settings.delete()) {
            return byStart;
        }
        return Math.max(byStart, Math.max(bySize(segments), byTime(segments, nowMs)));
    }

    private int bySize(List<Candidate> segments) throws IOException {
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
    private int byTime(List<Candidate> segments, long nowMs) throws IOException {
        if (settings.retentionMs() < 0) {
            return 0;
        }
        return count(segments, (segment, next) -> nowMs - segment.age().youngestMs() > settings.retentionMs());
    }

    private int count(List<Candidate> segments, Test test) throws IOException {
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
}
