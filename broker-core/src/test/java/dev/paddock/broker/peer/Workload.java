package dev.paddock.broker.peer;

import dev.paddock.broker.net.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What real clients do to a broker, so that everything that a folder can hold is in it. Each round adds to the one before. */
public final class Workload implements AutoCloseable {
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final long LONG_AGO = 1_700_000_000_000L;
    private static final long ACK_S = 30;
    private static final int RECORDS_OF_CODEC = 60;
    private static final int VALUE_BYTES_MAX = 400;
    private static final int KEYS = 20;
    private static final int ROUNDS_OF_KEYS = 12;
    /** What is left of the thousands: a few of each key, and the last segment. */
    private static final int COMPACTED_RECORDS_MAX = 800;

    private static final int LOOKS_AT_COMPACTED = 5;
    private static final long CUT_EACH_ROUND = 50;

    private final String bootstrap;
    private final Random random;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final List<KafkaProducer<byte[], byte[]>> left = new ArrayList<>();
    private long nextTime = LONG_AGO;
    private long cutAt;
    private boolean headers = true;

    public Workload(PeerHome home, long seed) {
        bootstrap = home.bootstrap();
        random = new Random(seed);
    }

    public void createTopics() throws Exception {
        Map<String, String> small = Map.of("segment.bytes", "16384", "index.interval.bytes", "512");
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            topic("plain", 2, small, Map.of()),
                            topic("stamped", 1, small, Map.of("message.timestamp.type", "LogAppendTime")),
                            topic("cut", 1, small, Map.of()),
                            topic("counted", 1, small, Map.of()),
                            topic("paid", 1, small, Map.of()),
                            topic("doomed", 1, small, Map.of()),
                            topic(
                                    "kept",
                                    1,
                                    small,
                                    Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01"))))
                    .all()
                    .get();
        }
    }

    /** One is new, one goes, one is larger, one has other settings. */
    public void changeTopics() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topic("born", 3, Map.of(), Map.of())))
                    .all()
                    .get();
            admin.deleteTopics(List.of("doomed")).all().get();
            admin.createPartitions(Map.of("stamped", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            produce(producer, "born", 2);
            produce(producer, "stamped", 1);
        }
    }

    /** In the formats 0 and 1, which Apache Kafka only writes when it is told to be old. */
    public void createOldTopics() throws Exception {
        Map<String, String> small = Map.of("segment.bytes", "16384", "index.interval.bytes", "512");
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            topic("oldest", 1, small, Map.of("message.format.version", "0.9.0")),
                            topic("older", 1, small, Map.of("message.format.version", "0.10.2")),
                            topic("old-stamped", 1, small, Map.of("message.timestamp.type", "LogAppendTime")),
                            topic(
                                    "old-kept",
                                    1,
                                    small,
                                    Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.01"))))
                    .all()
                    .get();
        }
    }

    /** Records as there were before headers and zstd. */
    public void oldRound() throws Exception {
        for (String codec : List.of("none", "gzip", "snappy", "lz4")) {
            try (KafkaProducer<byte[], byte[]> producer =
                    producer(Map.of("compression.type", codec, "enable.idempotence", false))) {
                headers = false;
                send(producer, "oldest", 0);
                send(producer, "older", 0);
                send(producer, "old-stamped", 0);
                sendKeys(producer, "old-kept");
                await();
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        all.put("retention.ms", "-1");
        return new NewTopic(name, partitions, (short) 1).configs(all);
    }

    /** All but transactions. */
    public void round() throws Exception {
        for (String codec : CODECS) {
            for (boolean isIdempotent : List.of(true, false)) {
                try (KafkaProducer<byte[], byte[]> producer =
                        producer(Map.of("compression.type", codec, "enable.idempotence", isIdempotent))) {
                    send(producer, "plain", isIdempotent ? 0 : 1);
                    send(producer, "stamped", 0);
                    send(producer, "cut", 0);
                    sendKeys(producer, "kept");
                    await();
                }
            }
        }
        cut();
    }

    private void produce(KafkaProducer<byte[], byte[]> producer, String topic, int partition) throws Exception {
        send(producer, topic, partition);
        await();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition) {
        for (int i = 0; i < RECORDS_OF_CODEC; i++) {
            byte[] key = i % 7 == 0 ? null : bytes(random.nextInt(20));
            byte[] value = i % 11 == 0 ? null : bytes(random.nextInt(VALUE_BYTES_MAX));
            // Not always later than the one before.
            long time = nextTime + random.nextInt(100);
            nextTime += 20;
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, time, key, value);
            for (int number = headers ? i % 4 : 0; number > 0; number--) {
                record.headers().add(new RecordHeader("h" + number, number == 2 ? null : bytes(9)));
            }
            sent.add(producer.send(record));
        }
    }

    /** A few keys again and again, some of them deleted in the end. */
    private void sendKeys(KafkaProducer<byte[], byte[]> producer, String topic) {
        for (int i = 0; i < ROUNDS_OF_KEYS * KEYS; i++) {
            byte[] key = ("key-" + i % KEYS).getBytes(StandardCharsets.UTF_8);
            byte[] value = random.nextInt(10) == 0 ? null : bytes(random.nextInt(VALUE_BYTES_MAX));
            sent.add(producer.send(new ProducerRecord<>(topic, 0, nextTime++, key, value)));
        }
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        // Half of it repeats, so that codecs have something to do.
        System.arraycopy(bytes, 0, bytes, size / 2, size / 2);
        return bytes;
    }

    private void cut() throws Exception {
        cutAt += CUT_EACH_ROUND;
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition("cut", 0), RecordsToDelete.beforeOffset(cutAt)))
                    .all()
                    .get();
        }
    }

    /** Until nothing that can be compacted is left; the last segment never can. */
    public void awaitCompaction(String topic) {
        AtomicInteger size = new AtomicInteger(-1);
        AtomicInteger same = new AtomicInteger();
        TestServer.await("compaction", () -> {
            int now = records(topic);
            same.set(now == size.getAndSet(now) ? same.get() + 1 : 0);
            return now < COMPACTED_RECORDS_MAX && same.get() == LOOKS_AT_COMPACTED;
        });
    }

    private int records(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class);
        TopicPartition kept = new TopicPartition(topic, 0);
        int records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.assign(List.of(kept));
            consumer.seekToBeginning(List.of(kept));
            long end = consumer.endOffsets(List.of(kept)).get(kept);
            while (consumer.position(kept) < end) {
                records += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
        return records;
    }

    /** Committed, aborted, and one that stays open; plain records between them, and behind. */
    public void transactions() throws Exception {
        try (KafkaProducer<byte[], byte[]> plain = producer(Map.of())) {
            for (int i = 0; i < 6; i++) {
                try (KafkaProducer<byte[], byte[]> producer = transactional("t-" + i % 3)) {
                    producer.beginTransaction();
                    produce(producer, "paid", 0);
                    produce(plain, "paid", 0);
                    produce(producer, "plain", 0);
                    if (i % 2 == 0) {
                        producer.commitTransaction();
                    } else {
                        producer.abortTransaction();
                    }
                }
            }
            KafkaProducer<byte[], byte[]> open = transactional("open");
            left.add(open);
            open.beginTransaction();
            produce(open, "paid", 0);
            produce(plain, "paid", 0);
        }
    }

    /** Its successor ends what the open one has begun. */
    public void abortTheOpenTransaction() {
        transactional("open").close();
    }

    private KafkaProducer<byte[], byte[]> transactional(String id) {
        // As long as the broker allows: nobody else is to end the open one.
        KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("transactional.id", id, "transaction.timeout.ms", 900_000));
        producer.initTransactions();
        return producer;
    }

    /** A producer of which nobody else knows; the caller closes it. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                bootstrap,
                "linger.ms",
                2,
                "batch.size",
                4000,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
        settings.putAll(more);
        return new KafkaProducer<>(settings);
    }

    private void await() throws Exception {
        for (Future<RecordMetadata> one : sent) {
            one.get(ACK_S, TimeUnit.SECONDS);
        }
        sent.clear();
    }

    @Override
    public void close() {
        left.forEach(producer -> producer.close(Duration.ZERO));
    }
}
