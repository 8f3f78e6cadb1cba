package dev.paddock.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.topic.Assignment;
import dev.paddock.coordinator.topic.BrokerRack;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.coordinator.topic.TopicVersion;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a topic may be like, and where more of its partitions go. */
class TopicCreationTest {
    private final TestTopics here = new TestTopics("num.partitions", "3");
    private final TopicCreation creation = here.topics().creation();

    @AfterEach
    void stop() {
        here.close();
    }

    @Test
    void shouldPlanWithTheBrokersDefaults() {
        PlannedTopic planned = creation.plan(WantedTopic.ofDefaults("orders"));

        assertThat(planned.replicas()).hasSize(3).allMatch(replicas -> replicas.size() == 1);
        assertThat(planned.id()).isNotEqualTo(Uuid.ZERO);
    }

    @Test
    void shouldRefuseWhatKafkaRefuses() {
        here.topics().catalog().publish(new TopicTable(Map.of("a.b", topic("a.b", 1))));

        refused(wanted("a.b", 1, 1), ErrorCode.TOPIC_ALREADY_EXISTS, "Topic 'a.b' already exists.");
        refused(
                wanted("a_b", 1, 1),
                ErrorCode.INVALID_TOPIC_EXCEPTION,
                "Topic 'a_b' collides with existing topics: a.b");
        refused(
                wanted("", 1, 1),
                ErrorCode.INVALID_TOPIC_EXCEPTION,
                "Topic name is invalid: the empty string is not allowed");
        refused(wanted("t", 0, 1), ErrorCode.INVALID_PARTITIONS, "Number of partitions must be larger than 0.");
        refused(
                wanted("t", 1, 3),
                ErrorCode.INVALID_REPLICATION_FACTOR,
                "Replication factor: 3 larger than available brokers: 2.");
        refused(
                new WantedTopic("t", 1, 1, new TreeMap<>(), Collections.singletonMap("flush.ms", null)),
                ErrorCode.INVALID_CONFIG,
                "Null value not supported for topic configs: flush.ms");
        refused(
                new WantedTopic("t", 1, 1, new TreeMap<>(), Map.of("x", "1")),
                ErrorCode.INVALID_CONFIG,
                "Unknown topic config name: x");
    }

    @Test
    void shouldRefuseAssignmentsThatKafkaRefuses() {
        refused(
                new WantedTopic("t", 1, -1, assignment(0, List.of(1)), Map.of()),
                ErrorCode.INVALID_REQUEST,
                "Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the"
                        + " same time.");
        refusedAssignment(
                assignment(0, List.of(1), 1, List.of(1, 2)), "All partitions should have the same number of replicas");
        refusedAssignment(assignment(0, List.of(1, 1)), "Duplicate replica assignment found: {0=[1, 1]}");
        refusedAssignment(
                assignment(0, List.of(1), 2, List.of(1)),
                "partitions should be a consecutive 0-based integer sequence");
        refusedAssignment(
                assignment(-1, List.of(1), 0, List.of(1)),
                "partitions should be a consecutive 0-based integer sequence");
        refusedAssignment(
                assignment(0, List.of()),
                "Each partition needs at least one broker, and no broker is negative: {0=[]}");
    }

    @Test
    void shouldTakeBrokersThatDoNotLiveAsKafkaDoes() {
        assertThat(creation.plan(new WantedTopic("t", -1, -1, assignment(0, List.of(7, 8)), Map.of()))
                        .replicas())
                .containsExactly(List.of(7, 8));
    }

    @Test
    void shouldPlaceMorePartitionsBehindThoseThatAreThere() {
        assertThat(add(topic("t", 1, 0), 4, null)).containsExactly(List.of(1), List.of(0));
        assertThat(add(topic("t", 1, 0), 3, List.of(List.of(1)))).containsExactly(List.of(1));
    }

    @Test
    void shouldRefuseMorePartitionsAsKafkaDoes() {
        refusedMore(null, 2, null, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The topic 't' does not exist.");
        refusedMore(topic("t", 0, 1), 2, null, ErrorCode.INVALID_PARTITIONS, "Topic already has 2 partitions.");
        refusedMore(
                topic("t", 0, 1),
                1,
                null,
                ErrorCode.INVALID_PARTITIONS,
                "Topic currently has 2 partitions, which is higher than the requested 1.");
        ErrorCode wrong = ErrorCode.INVALID_REPLICA_ASSIGNMENT;
        refusedMore(topic("t", 0), 2, List.of(List.of(9)), wrong, "Unknown broker(s) in replica assignment: 9.");
        refusedMore(
                topic("t", 0),
                3,
                List.of(List.of(1)),
                wrong,
                "Increasing the number of partitions by 2 but 1 assignments provided.");
        refusedMore(
                topic("t", 0), 2, List.of(List.of()), wrong, "Cannot have replication factor of 0 for partition id 1.");
        refusedMore(
                topic("t", 0),
                2,
                List.of(List.of(1, 1)),
                wrong,
                "Duplicate brokers not allowed in replica assignment: 1, 1 for partition id 1.");
        refusedMore(
                topic("t", 0),
                2,
                List.of(List.of(1, 0)),
                wrong,
                "Inconsistent replication factor between partitions, partition 0 has 1 while partitions [1] have"
                        + " replication factors [2], respectively.");
    }

    @Test
    void shouldAddNothingWhilePartitionsMove() {
        PartitionState moving = PartitionState.withoutState(0, new Assignment(List.of(0, 1), List.of(1), List.of()));
        Topic topic = new Topic("t", Uuid.random(), Map.of(), List.of(moving), new TopicVersion(1, 1, true));

        refusedMore(
                topic,
                2,
                null,
                ErrorCode.REASSIGNMENT_IN_PROGRESS,
                "A partition reassignment is in progress for the topic 't'.");
    }

    private void refused(WantedTopic wanted, ErrorCode error, String message) {
        assertThatThrownBy(() -> creation.plan(wanted))
                .isInstanceOfSatisfying(
                        TopicException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error))
                .hasMessage(message);
    }

    private void refusedAssignment(SortedMap<Integer, List<Integer>> assignment, String message) {
        refused(new WantedTopic("t", -1, -1, assignment, Map.of()), ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }

    private static void refusedMore(
            Topic topic, int count, List<List<Integer>> assignment, ErrorCode error, String message) {
        assertThatThrownBy(() -> add(topic, count, assignment))
                .isInstanceOfSatisfying(
                        TopicException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error))
                .hasMessage(message);
    }

    private static List<List<Integer>> add(Topic topic, int count, List<List<Integer>> assignment) {
        List<BrokerRack> live = List.of(new BrokerRack(0, Optional.empty()), new BrokerRack(1, Optional.empty()));
        return PartitionAddition.plan("t", topic, count, assignment, live);
    }

    private static WantedTopic wanted(String name, int partitions, int replicationFactor) {
        return new WantedTopic(name, partitions, replicationFactor, new TreeMap<>(), Map.of());
    }

    private static SortedMap<Integer, List<Integer>> assignment(Object... partitionsAndBrokers) {
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        for (int i = 0; i < partitionsAndBrokers.length; i += 2) {
            List<Integer> brokers = new ArrayList<>();
            ((List<?>) partitionsAndBrokers[i + 1]).forEach(broker -> brokers.add((Integer) broker));
            assignment.put((Integer) partitionsAndBrokers[i], brokers);
        }
        return assignment;
    }

    /** Each partition on the one broker. */
    private static Topic topic(String name, int... brokers) {
        List<PartitionState> partitions = new ArrayList<>();
        for (int broker : brokers) {
            partitions.add(PartitionState.withoutState(partitions.size(), Assignment.of(broker)));
        }
        return new Topic(name, Uuid.random(), Map.of(), partitions, new TopicVersion(1, 1, true));
    }
}
