package dev.paddock.broker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that a broker tells real clients of its topics, as lines of text: two brokers on one folder tell the same. */
public final class Picture {
    private static final long READ_NANOS_MAX = 30_000_000_000L;
    /** So many points in time are looked up in a partition, at least. */
    private static final int LOOKUPS = 40;

    private static final Pattern TIMESTAMP = Pattern.compile(" (?:CreateTime|LogAppendTime) (\\d+) ");

    private final Map<String, List<String>> lines = new TreeMap<>();

    private Picture() {}

    /**
     * Of all topics, except the brokers' own.
     *
     * @param timeless topics in which nobody looks up times
     */
    public static Picture of(String bootstrap, Set<String> timeless) throws Exception {
        Picture picture = new Picture();
        Set<TopicPartition> partitions = new HashSet<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Set<String> names = admin.listTopics().names().get();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                picture.lines.put(topic.name(), List.of(topic.topicId().toString()));
                for (TopicPartitionInfo partition : topic.partitions()) {
                    TopicPartition id = new TopicPartition(topic.name(), partition.partition());
                    partitions.add(id);
                    picture.lines.put(id.toString(), new ArrayList<>());
                }
            }
            for (IsolationLevel isolation : IsolationLevel.values()) {
                picture.takeBounds(admin, partitions, isolation);
                picture.takeRecords(bootstrap, partitions, isolation);
            }
            partitions.removeIf(partition -> timeless.contains(partition.topic()));
            for (IsolationLevel isolation : IsolationLevel.values()) {
                picture.takeTimes(bootstrap, partitions, isolation);
            }
            picture.takeLatestTime(admin, partitions);
        }
        return picture;
    }

    /** For topics that get their ids only later. */
    public Picture withoutIds() {
        lines.keySet().removeIf(name -> !name.matches(".*-\\d+"));
        return this;
    }

    public void assertSameAs(Picture before) {
        assertThat(lines.keySet()).isEqualTo(before.lines.keySet());
        before.lines.forEach((name, expected) -> {
            List<String> found = lines.get(name);
            for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
                assertThat(found.get(i)).as("%s, line %s", name, i).isEqualTo(expected.get(i));
            }
            assertThat(found).as(name).hasSameSizeAs(expected);
        });
    }

    private void add(TopicPartition partition, String line) {
        lines.get(partition.toString()).add(line);
    }

    private void takeBounds(Admin admin, Set<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
        var earliest = find(admin, partitions, OffsetSpec.earliest(), isolation);
        var latest = find(admin, partitions, OffsetSpec.latest(), isolation);
        for (TopicPartition partition : partitions) {
            ListOffsetsResultInfo from = earliest.get(partition);
            long to = latest.get(partition).offset();
            // While there is no record Apache Kafka has the epoch of the latest election, Paddock none.
            String epoch = from.offset() == to ? "" : " epoch " + from.leaderEpoch();
            add(partition, isolation + " from " + from.offset() + epoch + " to " + to);
        }
    }

    private void takeLatestTime(Admin admin, Set<TopicPartition> partitions) throws Exception {
        find(admin, partitions, OffsetSpec.maxTimestamp(), IsolationLevel.READ_UNCOMMITTED)
                .forEach((partition, found) -> add(partition, "max timestamp: " + found));
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> find(
            Admin admin, Set<TopicPartition> partitions, OffsetSpec what, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, what));
        return admin.listOffsets(question, new ListOffsetsOptions(isolation))
                .all()
                .get();
    }

    private void takeRecords(String bootstrap, Set<TopicPartition> partitions, IsolationLevel isolation) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, isolation)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long giveUp = System.nanoTime() + READ_NANOS_MAX;
            while (!partitions.stream().allMatch(id -> consumer.position(id) >= ends.get(id))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    add(new TopicPartition(record.topic(), record.partition()), isolation + " " + line(record));
                }
                assertThat(System.nanoTime()).as("still reading").isLessThan(giveUp);
            }
        }
    }

    /** One question is of one time of each partition. */
    private void takeTimes(String bootstrap, Set<TopicPartition> partitions, IsolationLevel isolation) {
        List<Map<TopicPartition, Long>> questions = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            List<Long> times = lookups(lines.get(partition.toString()));
            for (int i = 0; i < times.size(); i++) {
                if (i == questions.size()) {
                    questions.add(new HashMap<>());
                }
                questions.get(i).put(partition, times.get(i));
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, isolation)) {
            for (Map<TopicPartition, Long> question : questions) {
                consumer.offsetsForTimes(question)
                        .forEach((partition, found) ->
                                add(partition, isolation + " from " + question.get(partition) + ": " + found));
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, IsolationLevel isolation) {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                isolation.toString(),
                "enable.auto.commit",
                "false",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
    }

    private static List<Long> lookups(List<String> records) {
        Set<Long> times = new TreeSet<>();
        for (String record : records) {
            Matcher matcher = TIMESTAMP.matcher(record);
            if (matcher.find()) {
                times.add(Long.parseLong(matcher.group(1)));
            }
        }
        List<Long> all = List.copyOf(times);
        int step = Math.max(1, all.size() / LOOKUPS);
        return Stream.iterate(0, i -> i < all.size(), i -> i + step)
                .map(all::get)
                .flatMap(time -> Stream.of(time - 1, time, time + 1))
                .filter(time -> time >= 0)
                .distinct()
                .toList();
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        String headers = Stream.of(record.headers().toArray())
                .map((Header header) -> header.key() + "=" + text(header.value()))
                .collect(Collectors.joining(","));
        return record.offset() + " " + record.timestampType() + " " + record.timestamp() + " epoch "
                + record.leaderEpoch().map(Object::toString).orElse("none") + " " + text(record.key()) + " "
                + digest(record.value()) + " [" + headers + "]";
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    /** Values may be long: the picture keeps what tells them apart. */
    private static String digest(byte[] bytes) {
        if (bytes == null || bytes.length < 32) {
            return text(bytes);
        }
        return bytes.length + "#" + ByteBuffer.wrap(sha256(bytes)).getLong();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
