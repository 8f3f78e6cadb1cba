package dev.paddock.coordinator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopicNameTest {
    @Test
    void shouldTakeTheNamesOfKafka() {
        assertThat(List.of("a", "A-b_c.9", "...", "x".repeat(249), "__consumer_offsets"))
                .allMatch(TopicName::isValid);
        assertThat(TopicName.isValid(null)).isFalse();
    }

    @Test
    void shouldSayWhyANameWillNotDo() {
        assertThat(TopicName.problem("")).contains("Topic name is invalid: the empty string is not allowed");
        assertThat(TopicName.problem("..")).contains("Topic name is invalid: '..' is not allowed");
        assertThat(TopicName.problem("a/b").orElseThrow())
                .isEqualTo("Topic name is invalid: 'a/b' contains one or more characters other than ASCII"
                        + " alphanumerics, '.', '_' and '-'");
        assertThat(TopicName.problem("x".repeat(250)).orElseThrow())
                .endsWith("is longer than the max allowed length 249");
        assertThat(List.of("a b", "é", "a\n", "a\u0000", "a:b")).noneMatch(TopicName::isValid);
    }

    @Test
    void shouldFindTheTopicsThatCollideInMetrics() {
        assertThat(TopicName.collisions("a.b", List.of("a_b", "a.b.c", "ab"))).containsExactly("a_b");
        assertThat(TopicName.collisions("ab", List.of("ab"))).isEmpty();
    }

    @Test
    void shouldTellKafkasOwnTopics() {
        assertThat(TopicName.isInternal("__consumer_offsets")).isTrue();
        assertThat(TopicName.isInternal("__transaction_state")).isTrue();
        assertThat(TopicName.isInternal("__mine")).isFalse();
    }
}
