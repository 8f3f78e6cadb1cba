package dev.paddock.protocol.generator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource({"none, 0, -1", "3, 3, 3", "0-7, 0, 7", "4+, 4, 32767", "' 2 ', 2, 2"})
    void shouldReadKafkasNotation(String text, int lowest, int highest) {
        assertThat(VersionRange.parse(text)).isEqualTo(new VersionRange(lowest, highest));
    }

    @Test
    void shouldCloseAnOpenRangeByTheMessages() {
        VersionRange field = VersionRange.parse("4+").intersect(VersionRange.parse("0-9"));

        assertThat(field).hasToString("4-9");
    }

    @Test
    void shouldHaveNothingInCommonWithARangeElsewhere() {
        assertThat(VersionRange.parse("0-3").intersect(VersionRange.parse("5+")))
                .isEqualTo(VersionRange.NONE);
    }

    @Test
    void shouldContainNoVersionAndEveryEmptyRangeWhereItIsEmpty() {
        assertThat(VersionRange.NONE.contains(0)).isFalse();
        assertThat(VersionRange.NONE.contains(VersionRange.NONE)).isTrue();
        assertThat(VersionRange.NONE.contains(VersionRange.parse("0"))).isFalse();
    }

    @Test
    void shouldJoinRangesThatTouchOrOverlap() {
        assertThat(VersionRange.parse("0-3").union(VersionRange.parse("4-9"), "a field"))
                .hasToString("0-9");
        assertThat(VersionRange.parse("5-9").union(VersionRange.parse("0-6"), "a field"))
                .hasToString("0-9");
        assertThat(VersionRange.NONE.union(VersionRange.parse("2-3"), "a field"))
                .hasToString("2-3");
    }

    @Test
    void shouldRefuseToJoinRangesWithAGapBetweenThem() {
        assertThatThrownBy(() -> VersionRange.parse("0-3").union(VersionRange.parse("5-9"), "Fetch.MaxBytes"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("Fetch.MaxBytes: versions 0-3 and 5-9 leave a gap");
    }

    @Test
    void shouldCutOffWhatLiesAbove() {
        assertThat(VersionRange.parse("0-9").below(3)).hasToString("0-2");
        assertThat(VersionRange.parse("3-9").below(3)).hasToString("none");
    }
}
