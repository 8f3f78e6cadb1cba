package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.topic.BrokerRack;
import dev.paddock.coordinator.topic.ReplicaPlacement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics' settings and the placement of replicas beside Apache Kafka 3.9.1's own. */
class TopicReferenceTest {
    private static final long SEED = 3_9_1;

    /** Kafka can, we cannot; or Kafka accepts what can never have been meant. */
    private static final Set<String> WE_REFUSE = Set.of("min.cleanable.dirty.ratio=NaN");

    private static KafkaPeer kafka;

    @BeforeAll
    static void open() throws IOException {
        kafka = new KafkaPeer();
    }

    @AfterAll
    static void close() throws IOException {
        kafka.close();
    }

    @Test
    void shouldKnowEveryKeyOfATopicThatKafkaKnows() throws Exception {
        assertThat(TopicKeys.BY_NAME.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        kafka.topicKeyNames().stream().map(String.class::cast).toList());
        for (TopicKey<?> ours : TopicKeys.ALL) {
            assertThat(ours.key().type().name())
                    .as(ours.key().name())
                    .isEqualToIgnoringCase(kafka.topicKeyType(ours.key().name()));
        }
    }

    @Test
    void shouldAcceptAndRefuseTheValuesThatKafkaDoes() throws Exception {
        Random random = new Random(SEED);
        List<String> surprises = new ArrayList<>();
        for (TopicKey<?> topicKey : TopicKeys.ALL) {
            for (String text : texts(random)) {
                Map<String, String> overrides = Map.of(topicKey.key().name(), text);
                boolean theirs = kafka.topicAccepts(overrides);
                String setting = topicKey.key().name() + "=" + text.trim();
                if (accepts(overrides) != theirs && !WE_REFUSE.contains(setting)) {
                    surprises.add(setting + (theirs ? " Kafka accepts" : " Kafka refuses"));
                }
            }
        }
        assertThat(surprises).as("seed %d", SEED).isEmpty();
        assertThat(accepts(Map.of("no.such.key", "1"))).isFalse();
        assertThat(accepts(Map.of("min.compaction.lag.ms", "8", "max.compaction.lag.ms", "7")))
                .isFalse()
                .isEqualTo(kafka.topicAccepts(Map.of("min.compaction.lag.ms", "8", "max.compaction.lag.ms", "7")));
    }

    @Test
    void shouldResolveWhatKafkaResolves() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            Map<String, String> broker = randomBroker(random);
            Map<String, String> overrides = randomOverrides(random);

            Map<String, String> theirs = kafka.resolveTopic(broker, overrides);

            Map<String, String> ours = new TreeMap<>();
            for (DescribedSetting setting :
                    BrokerSettings.of(broker).topics().configs().describe(overrides)) {
                ours.put(setting.name(), setting.value());
            }
            assertThat(ours)
                    .as("seed %d, round %d: %s over %s", SEED, round, overrides, broker)
                    .containsAllEntriesOf(theirs);
            // The defaults of tiered storage differ, and have no effect here.
            assertThat(difference(ours.keySet(), theirs.keySet())).isEmpty();
        }
    }

    @Test
    void shouldPlaceReplicasWhereKafkaPlacesThem() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            int brokers = 1 + random.nextInt(9);
            int racks = random.nextInt(4);
            List<BrokerRack> live = new ArrayList<>();
            for (int id = 0; id < brokers; id++) {
                live.add(new BrokerRack(
                        id * 3, racks == 0 ? Optional.empty() : Optional.of("r" + random.nextInt(racks))));
            }
            int factor = 1 + random.nextInt(brokers);
            int start = random.nextInt(brokers);
            int first = random.nextInt(12);
            int partitions = 1 + random.nextInt(40);

            List<List<Integer>> ours =
                    ReplicaPlacement.place(live, partitions, factor, ReplicaPlacement.Start.fixed(start, first));

            assertThat(ours)
                    .as("seed %d, round %d: %s", SEED, round, live)
                    .isEqualTo(kafka.place(live, partitions, factor, start, first));
        }
    }

    private static boolean accepts(Map<String, String> overrides) {
        try {
            LogSettingsResolver.ofDefaults().check(overrides);
            return true;
        } catch (InvalidSettingException e) {
            return false;
        }
    }

    private static Map<String, String> randomBroker(Random random) {
        Map<String, String> broker = new HashMap<>(Settings.texts());
        maybe(random, broker, "log.retention.ms", "-1", "-7", "5000");
        maybe(random, broker, "log.retention.minutes", "-1", "3");
        maybe(random, broker, "log.retention.hours", "-1", "9");
        maybe(random, broker, "log.roll.ms", "4000");
        maybe(random, broker, "log.roll.hours", "1");
        maybe(random, broker, "log.roll.jitter.ms", "4");
        maybe(random, broker, "log.roll.jitter.hours", "2");
        maybe(random, broker, "log.flush.interval.ms", "9");
        maybe(random, broker, "log.flush.scheduler.interval.ms", "8");
        maybe(random, broker, "log.cleanup.policy", "compact", "compact,delete");
        maybe(random, broker, "compression.type", "gzip", "uncompressed");
        maybe(random, broker, "message.max.bytes", "77");
        maybe(random, broker, "log.message.timestamp.type", "LogAppendTime");
        maybe(random, broker, "log.cleaner.min.cleanable.ratio", "0.25");
        maybe(random, broker, "unclean.leader.election.enable", "true");
        return broker;
    }

    private static Map<String, String> randomOverrides(Random random) {
        Map<String, String> overrides = new HashMap<>();
        maybe(random, overrides, "retention.ms", "-1", "11");
        maybe(random, overrides, "segment.ms", "12");
        maybe(random, overrides, "segment.bytes", "1000");
        maybe(random, overrides, "cleanup.policy", "compact", "delete,compact");
        maybe(random, overrides, "min.insync.replicas", "2");
        maybe(random, overrides, "preallocate", "true");
        return overrides;
    }

    private static void maybe(Random random, Map<String, String> texts, String key, String... values) {
        if (random.nextInt(3) == 0) {
            texts.put(key, values[random.nextInt(values.length)]);
        }
    }

    private static Set<String> difference(Set<String> ours, Set<String> theirs) {
        Set<String> only = new TreeSet<>(ours);
        only.removeAll(theirs);
        only.removeIf(name -> name.startsWith("remote.") || name.startsWith("local."));
        return only;
    }

    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "x",
                "-2",
                "-1",
                "0",
                "1",
                "3",
                "4",
                "9",
                "10",
                "13",
                "14",
                "17",
                "18",
                "22",
                "23",
                " 7 ",
                "1.5",
                "0.5",
                "NaN",
                "2147483648",
                "9223372036854775808",
                "true",
                "FALSE",
                "yes",
                "delete",
                "compact,delete",
                "Delete",
                "delete,",
                "gzip",
                "GZIP",
                "producer",
                "uncompressed",
                "none",
                "CreateTime",
                "LogAppendTime",
                "*",
                "0:1",
                "0:1,2:3",
                "0:1,x",
                "a:b",
                "2.8",
                "3.0-IV1",
                "0.10.2",
                "7",
                "2.8.x"));
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            numbers.add(random.nextInt());
        }
        texts.addAll(numbers.stream().map(String::valueOf).collect(Collectors.toList()));
        return texts;
    }
}
