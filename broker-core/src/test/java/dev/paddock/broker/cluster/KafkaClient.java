package dev.paddock.broker.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own clients, for tests of what the broker does with them. */
public final class KafkaClient implements AutoCloseable {
    private static final int WAIT_S = 30;

    private final String bootstrap;
    private final Admin admin;
    /** Tries nothing again, so that the test sees what the broker answers. */
    private final KafkaProducer<byte[], byte[]> blunt;
    /** As people use it. */
    private final KafkaProducer<byte[], byte[]> usual;

    public KafkaClient(String bootstrap) {
        this.bootstrap = bootstrap;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        blunt = producer(Map.of("retries", "0", "enable.idempotence", "false", "acks", "all"));
        usual = producer(Map.of("acks", "all"));
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrap);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public void createTopic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get(WAIT_S, TimeUnit.SECONDS);
    }

    /** The offset, when the broker has taken it; throws the broker's error. */
    public long produceOnce(String topic, int partition, byte[] value) throws Exception {
        return offset(blunt, topic, partition, value);
    }

    /** With retries for as long as a producer does by default. */
    public long produce(String topic, int partition, byte[] value) throws Exception {
        return offset(usual, topic, partition, value);
    }

    private static long offset(KafkaProducer<byte[], byte[]> producer, String topic, int partition, byte[] value)
            throws Exception {
        try {
            return producer.send(new ProducerRecord<>(topic, partition, null, value))
                    .get(WAIT_S, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    /** All values of a partition. */
    public List<byte[]> consume(String topic, int partition) {
        List<byte[]> values = new ArrayList<>();
        consume(topic, partition, 0, values);
        return values;
    }

    /** What is read before the consumer throws is in the list. */
    public void consume(String topic, int partition, long fromOffset, List<byte[]> values) {
        TopicPartition assigned = new TopicPartition(topic, partition);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "check.crcs", "true"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(assigned));
            consumer.seek(assigned, fromOffset);
            long end = consumer.endOffsets(List.of(assigned)).get(assigned);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
            while (consumer.position(assigned) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
    }

    /** What broker 0 says of its log dirs, by path. */
    public Map<String, LogDirDescription> logDirs() throws Exception {
        return admin.describeLogDirs(List.of(0))
                .allDescriptions()
                .get(WAIT_S, TimeUnit.SECONDS)
                .get(0);
    }

    @Override
    public void close() {
        // What is still tried again is of no interest any more.
        usual.close(Duration.ZERO);
        blunt.close(Duration.ZERO);
        admin.close();
    }
}
