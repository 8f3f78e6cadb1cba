package dev.paddock.coordinator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.Uuid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTableTest {
    @Test
    void shouldFindTopicsAndPartitions() {
        Topic topic = topic("a", 0, 2);
        TopicTable table = new TopicTable(Map.of("a", topic));

        assertThat(table.topic("a")).isSameAs(topic);
        assertThat(table.topic(topic.id())).isSameAs(topic);
        assertThat(table.topic("b")).isNull();
        assertThat(table.topic(Uuid.random())).isNull();
        assertThat(table.topic(Uuid.ZERO)).isNull();
        assertThat(table.partition("a", 2).id()).isEqualTo(2);
        assertThat(table.partition("a", 1)).isNull();
        assertThat(table.partition("a", -1)).isNull();
        assertThat(table.partition("b", 0)).isNull();
    }

    @Test
    void shouldTellWhatHasChanged() {
        Topic same = topic("same", 0);
        TopicTable before = new TopicTable(Map.of("same", same, "gone", topic("gone", 0), "other", topic("other", 0)));
        TopicTable after = new TopicTable(Map.of("same", same, "new", topic("new", 0), "other", topic("other", 0)));

        assertThat(after.changedSince(before)).containsExactlyInAnyOrder("gone", "new", "other");
        assertThat(after.changedSince(after)).isEmpty();
    }

    private static Topic topic(String name, int... partitions) {
        List<PartitionState> states = Arrays.stream(partitions)
                .mapToObj(id -> PartitionState.withoutState(id, Assignment.of(1)))
                .toList();
        return new Topic(name, Uuid.random(), Map.of(), states, new TopicVersion(1, 1, true));
    }
}
