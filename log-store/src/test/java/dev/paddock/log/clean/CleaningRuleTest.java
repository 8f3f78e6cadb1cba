package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CleaningRuleTest {

    private static final long NOW = 1_000_000;
    private static final CompactionRules RULES = new CompactionRules(0, Long.MAX_VALUE, 0.5, false);
    private static final OptionalLong NO_CHECKPOINT = OptionalLong.empty();

    /** 100 bytes and 10 offsets each, the first at 0; the last one is active. */
    private static LogFacts log(long startOffset, long stableOffset) {
        return new LogFacts(startOffset, 45, stableOffset, List.of(at(0), at(10), at(20), at(30), at(40)));
    }

    private static SegmentFacts at(long baseOffset) {
        return new SegmentFacts(baseOffset, 100, 8, 12, 1000 * baseOffset, 1000 * baseOffset + 1);
    }

    private static DirtySection section(LogFacts log, CompactionRules rules, OptionalLong checkpoint) {
        return CleaningRule.dirtySection(log, rules, checkpoint, NOW);
    }

    @Test
    void shouldBeginAtTheStartOfALogThatWasNeverCleaned() {
        // when
        DirtySection section = section(log(0, 45), RULES, NO_CHECKPOINT);

        // then
        assertThat(section).isEqualTo(new DirtySection(0, 40, 0, 400, false, false));
        assertThat(section.ratio()).isEqualTo(1.0);
    }

    @Test
    void shouldGoOnWhereTheLastCleaningEnded() {
        assertThat(section(log(0, 45), RULES, OptionalLong.of(20)))
                .isEqualTo(new DirtySection(20, 40, 200, 200, false, false));
    }

    @Test
    void shouldCountASegmentThatWasCleanedInPartOnBothSides() {
        assertThat(section(log(0, 45), RULES, OptionalLong.of(25)))
                .isEqualTo(new DirtySection(25, 40, 300, 200, false, false));
    }

    @Test
    void shouldBeginAnewWhenRecordsUpToBehindTheCheckpointWereDeleted() {
        assertThat(section(log(15, 45), RULES, OptionalLong.of(3)))
                .isEqualTo(new DirtySection(15, 40, 200, 300, false, true));
    }

    @Test
    void shouldBeginAnewWhenTheCheckpointIsBehindTheEnd() {
        assertThat(section(log(0, 45), RULES, OptionalLong.of(46)).firstDirtyOffset())
                .isZero();
        assertThat(section(log(0, 45), RULES, OptionalLong.of(46)).isReset()).isTrue();
        assertThat(section(log(0, 45), RULES, OptionalLong.of(45)).isReset()).isFalse();
    }

    @Test
    void shouldLeaveTheSegmentAloneThatHoldsTheStableOffset() {
        assertThat(section(log(0, 25), RULES, NO_CHECKPOINT).endOffset()).isEqualTo(20);
        assertThat(section(log(0, 20), RULES, NO_CHECKPOINT).endOffset()).isEqualTo(20);
        assertThat(section(log(0, 19), RULES, NO_CHECKPOINT).endOffset()).isEqualTo(10);
    }

    @Test
    void shouldHaveNothingToDoWhenTheStableOffsetIsBeforeTheCheckpoint() {
        // when
        DirtySection section = section(log(0, 15), RULES, OptionalLong.of(25));

        // then
        assertThat(section.dirtyBytes()).isZero();
        assertThat(CleaningRule.isDue(section, new CompactionRules(0, 1, 0, false)))
                .isFalse();
    }

    @Test
    void shouldLeaveYoungRecordsAlone() {
        // given: the segment at 20 has records of 20_000, and NOW - 980_000 is that too
        CompactionRules rules = new CompactionRules(980_000, Long.MAX_VALUE, 0.5, false);
        CompactionRules younger = new CompactionRules(980_001, Long.MAX_VALUE, 0.5, false);

        // then
        assertThat(section(log(0, 45), rules, NO_CHECKPOINT).endOffset()).isEqualTo(30);
        assertThat(section(log(0, 45), younger, NO_CHECKPOINT).endOffset()).isEqualTo(20);
    }

    @Test
    void shouldCleanWhatIsOverdueHoweverLittleItIs() {
        // given: the first record of the segment at 30 is of 30_001
        CompactionRules due = new CompactionRules(0, 969_998, 1.0, false);
        CompactionRules notYet = new CompactionRules(0, 969_999, 1.0, false);

        // then
        assertThat(CleaningRule.isDue(section(log(0, 45), due, OptionalLong.of(30)), due))
                .isTrue();
        assertThat(CleaningRule.isDue(section(log(0, 45), notYet, OptionalLong.of(30)), notYet))
                .isFalse();
    }

    @Test
    void shouldCleanOnlyWhenMoreThanTheRatioIsDirty() {
        // given
        DirtySection half = section(log(0, 45), RULES, OptionalLong.of(20));

        // then
        assertThat(CleaningRule.isDue(half, RULES)).isFalse();
        assertThat(CleaningRule.isDue(half, new CompactionRules(0, Long.MAX_VALUE, 0.49, false)))
                .isTrue();
    }

    @Test
    void shouldHaveNothingToDoInALogWithNothingButAnActiveSegment() {
        // given
        LogFacts log = new LogFacts(0, 5, 5, List.of(at(0)));

        // when
        DirtySection section = section(log, RULES, NO_CHECKPOINT);

        // then
        assertThat(section.isEmpty()).isTrue();
        assertThat(section.ratio()).isZero();
    }

    @Test
    void shouldChooseTheFilthiest() {
        // given
        Map<String, DirtySection> due = Map.of(
                "small", new DirtySection(0, 1, 100, 50, false, false),
                "filthy", new DirtySection(0, 1, 10, 40, false, false),
                "large", new DirtySection(0, 1, 1000, 900, false, false));

        // then
        assertThat(CleaningRule.filthiest(due)).contains("filthy");
        assertThat(CleaningRule.filthiest(Map.<String, DirtySection>of())).isEmpty();
    }

    @Test
    void shouldJoinNeighboursUpToTheSizeOfASegment() {
        // when
        List<List<SegmentFacts>> groups =
                CleaningRule.groups(List.of(at(0), at(10), at(20), at(30)), new GroupLimits(300, 1000), 40);

        // then
        assertThat(groups).containsExactly(List.of(at(0), at(10), at(20)), List.of(at(30)));
    }

    @Test
    void shouldJoinNeighboursUpToTheSizeOfAnIndex() {
        assertThat(CleaningRule.groups(List.of(at(0), at(10), at(20)), new GroupLimits(1000, 24), 30))
                .hasSize(2);
    }

    @Test
    void shouldTakeASegmentOverTheSizeAlone() {
        assertThat(CleaningRule.groups(List.of(at(0), at(10)), new GroupLimits(50, 1000), 20))
                .hasSize(2);
    }

    @Test
    void shouldNotJoinWhatOneIndexCannotExpress() {
        // given
        long far = Integer.MAX_VALUE;
        List<SegmentFacts> segments = List.of(at(0), at(far - 5));

        // then
        assertThat(CleaningRule.groups(segments, new GroupLimits(1000, 1000), far + 1))
                .hasSize(1);
        assertThat(CleaningRule.groups(segments, new GroupLimits(1000, 1000), far + 2))
                .hasSize(2);
    }

    @Test
    void shouldJoinAnEmptySegmentHoweverFarItIs() {
        // given
        SegmentFacts empty = new SegmentFacts(1L << 40, 0, 0, 0, -1, -1);

        // then
        assertThat(CleaningRule.groups(List.of(at(0), empty), new GroupLimits(1000, 1000), 1L << 41))
                .hasSize(1);
    }

    @Test
    void shouldLookUpTimestampsOnlyWhenASettingAsksForThem() {
        assertThat(RULES.needsLargestTimestamps()).isFalse();
        assertThat(RULES.needsFirstTimestamps(NOW)).isFalse();
        assertThat(new CompactionRules(1, 0, 0, false).needsLargestTimestamps()).isTrue();
        assertThat(new CompactionRules(1, NOW - 1, 0, false).needsFirstTimestamps(NOW))
                .isTrue();
    }
}
