package dev.paddock.coordinator.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.topic.ReplicaPlacement.Start;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That it places exactly as Kafka's AdminUtils does is compared in broker-core, where Kafka's jars are. */
class ReplicaPlacementTest {
    private static final long SEED = 20;

    @Test
    void shouldGoRoundTheBrokersAndShiftTheFollowersEachRound() {
        assertThat(ReplicaPlacement.place(brokers(3), 6, 2, Start.fixed(0, 0)))
                .containsExactly(
                        List.of(0, 1), List.of(1, 2), List.of(2, 0), List.of(0, 2), List.of(1, 0), List.of(2, 1));
    }

    @Test
    void shouldGoOnWhereTheOldPartitionsEnded() {
        assertThat(ReplicaPlacement.place(brokers(3), 2, 1, Start.fixed(0, 4))).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void shouldSpreadLeadersReplicasAndRacksEvenly() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            int racks = 1 + random.nextInt(4);
            int perRack = 1 + random.nextInt(3);
            List<BrokerRack> brokers = inRacks(racks, perRack);
            int factor = 1 + random.nextInt(brokers.size());

            List<List<Integer>> placed =
                    ReplicaPlacement.place(brokers, brokers.size() * 3, factor, Start.random(random, brokers.size()));

            String about = "seed " + SEED + ", round " + round + ": " + placed;
            Map<Integer, Integer> led = new HashMap<>();
            for (List<Integer> replicas : placed) {
                led.merge(replicas.get(0), 1, Integer::sum);
                assertThat(new HashSet<>(replicas)).as(about).hasSize(factor);
                Set<Integer> inRacks =
                        replicas.stream().map(broker -> broker % racks).collect(Collectors.toSet());
                assertThat(inRacks).as(about).hasSize(Math.min(factor, racks));
            }
            assertThat(led.values()).as(about).containsOnly(3);
        }
    }

    @Test
    void shouldRefuseWhatCannotBePlaced() {
        assertRefused(
                brokers(1), 0, 1, PlacementException.Reason.PARTITIONS, "Number of partitions must be larger than 0.");
        assertRefused(
                brokers(1),
                1,
                0,
                PlacementException.Reason.REPLICATION_FACTOR,
                "Replication factor must be larger than 0.");
        assertRefused(
                brokers(2),
                1,
                3,
                PlacementException.Reason.REPLICATION_FACTOR,
                "Replication factor: 3 larger than available brokers: 2.");
        assertRefused(
                List.of(new BrokerRack(0, Optional.of("r")), new BrokerRack(1, Optional.empty())),
                1,
                1,
                PlacementException.Reason.RACKS,
                "Not all brokers have rack information for replica rack aware assignment.");
        assertRefused(
                List.of(),
                1,
                1,
                PlacementException.Reason.REPLICATION_FACTOR,
                "Replication factor: 1 larger than available brokers: 0.");
    }

    private static void assertRefused(
            List<BrokerRack> brokers, int partitions, int factor, PlacementException.Reason reason, String message) {
        assertThatThrownBy(() -> ReplicaPlacement.place(brokers, partitions, factor, Start.fixed(0, 0)))
                .isInstanceOfSatisfying(
                        PlacementException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    private static List<BrokerRack> brokers(int count) {
        List<BrokerRack> brokers = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            brokers.add(new BrokerRack(id, Optional.empty()));
        }
        return brokers;
    }

    /** A broker's rack is its id modulo the number of racks. */
    private static List<BrokerRack> inRacks(int racks, int perRack) {
        List<BrokerRack> brokers = new ArrayList<>();
        for (int id = 0; id < racks * perRack; id++) {
            brokers.add(new BrokerRack(id, Optional.of("r" + id % racks)));
        }
        return brokers;
    }
}
