package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.LogSettingsBuilder;
import dev.paddock.log.log.RetentionRule.Bounds;
import dev.paddock.log.log.RetentionRule.Candidate;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
    private static final long NOW = 1_000_000;
    /** Segments at the offsets 0, 10 and 20, up to 30. */
    private static final Bounds ALL = new Bounds(0, 30, 30);

    private static LogSettingsBuilder settings() {
        return LogSettings.DEFAULTS.change().retentionMs(-1).retentionBytes(-1);
    }

    private static List<Candidate> segments(long first, long second, long third) {
        return List.of(
                new Candidate(0, 100, () -> first),
                new Candidate(10, 100, () -> second),
                new Candidate(20, 100, () -> third));
    }

    private static int deletable(LogSettingsBuilder settings, Bounds bounds, List<Candidate> segments)
            throws IOException {
        return new RetentionRule(settings.build(), bounds).deletable(segments, NOW);
    }

    @Test
    void shouldKeepAllWithoutLimits() throws IOException {
        assertThat(deletable(settings(), ALL, segments(0, 0, 0))).isZero();
    }

    @Test
    void shouldDeleteWhatIsOlderThanTheTime() throws IOException {
        var settings = settings().retentionMs(1000);
        assertThat(deletable(settings, ALL, segments(NOW - 1001, NOW - 1000, NOW)))
                .isEqualTo(1);
        assertThat(deletable(settings, ALL, segments(NOW - 1001, NOW - 1001, NOW)))
                .isEqualTo(2);
    }

    @Test
    void shouldDeleteEvenTheActiveSegmentWhenAllIsTooOld() throws IOException {
        assertThat(deletable(settings().retentionMs(1000), ALL, segments(0, 0, 0)))
                .isEqualTo(3);
    }

    @Test
    void shouldKeepAnActiveSegmentThatIsEmpty() throws IOException {
        List<Candidate> segments = List.of(new Candidate(0, 100, () -> 0), new Candidate(30, 0, () -> 0));
        assertThat(deletable(settings().retentionMs(1000), ALL, segments)).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatIsBehindASegmentFromTheFuture() throws IOException {
        var settings = settings().retentionMs(1000);
        assertThat(deletable(settings, ALL, segments(NOW + 1_000_000, 0, 0))).isZero();
        assertThat(deletable(settings, ALL, segments(0, NOW + 1_000_000, 0))).isEqualTo(1);
    }

    @Test
    void shouldDeleteOnlyWhatLeavesTheSizeThatIsToBeKept() throws IOException {
        assertThat(deletable(settings().retentionBytes(300), ALL, segments(0, 0, 0)))
                .isZero();
        assertThat(deletable(settings().retentionBytes(201), ALL, segments(0, 0, 0)))
                .isZero();
        assertThat(deletable(settings().retentionBytes(200), ALL, segments(0, 0, 0)))
                .isEqualTo(1);
        assertThat(deletable(settings().retentionBytes(100), ALL, segments(0, 0, 0)))
                .isEqualTo(2);
        assertThat(deletable(settings().retentionBytes(0), ALL, segments(0, 0, 0)))
                .isEqualTo(3);
    }

    @Test
    void shouldKeepWhatIsNotReplicated() throws IOException {
        var settings = settings().retentionMs(1000);
        assertThat(deletable(settings, new Bounds(0, 19, 30), segments(0, 0, 0)))
                .isEqualTo(1);
        assertThat(deletable(settings, new Bounds(0, 29, 30), segments(0, 0, 0)))
                .isEqualTo(2);
    }

    @Test
    void shouldDeleteWhatIsBelowTheStartWhateverThePolicy() throws IOException {
        var compacted = settings().delete(false).compact(true).retentionMs(1000);
        assertThat(deletable(compacted, new Bounds(9, 30, 30), segments(0, 0, 0)))
                .isZero();
        assertThat(deletable(compacted, new Bounds(10, 30, 30), segments(0, 0, 0)))
                .isEqualTo(1);
        assertThat(deletable(compacted, new Bounds(30, 30, 30), segments(0, 0, 0)))
                .isEqualTo(2);
    }

    @Test
    void shouldNotAskForTheAgeOfMoreThanItNeeds() throws IOException {
        List<Candidate> segments = List.of(new Candidate(0, 100, () -> NOW), new Candidate(10, 100, () -> {
            throw new IOException("nobody should have asked");
        }));
        assertThat(deletable(settings().retentionMs(1000), new Bounds(0, 20, 20), segments))
                .isZero();
    }
}
