package dev.paddock.broker.probe;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions with the consumer of some release, from 0.10 on. Asked with "bootstrap topic=count..."; answers the lines
 * of so many records of each. Loaded by ClientEra beside that release.
 */
public final class ReadSamplesProbe implements Function<String, String> {
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        Properties settings = new Properties();
        settings.put("bootstrap.servers", words[0]);
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        // A fetch at the end of one topic is in the way of the next.
        settings.put("fetch.max.wait.ms", "20");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        StringBuilder lines = new StringBuilder();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            for (int i = 1; i < words.length; i++) {
                String[] topicAndCount = words[i].split("=");
                TopicPartition partition = new TopicPartition(topicAndCount[0], 0);
                // The types of its parameters have changed in the course of the years.
                method(consumer, "assign").invoke(consumer, List.of(partition));
                consumer.seek(partition, 0);
                read(consumer, Integer.parseInt(topicAndCount[1]), lines);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(question, e);
        }
        return lines.toString();
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, int count, StringBuilder lines)
            throws ReflectiveOperationException {
        long giveUp = System.nanoTime() + TIMEOUT_NANOS;
        int seen = 0;
        while (seen < count && System.nanoTime() < giveUp) {
            for (ConsumerRecord<byte[], byte[]> record : poll(consumer)) {
                lines.append(sample(record).line(record.offset())).append('\n');
                seen++;
            }
        }
    }

    private static Sample sample(ConsumerRecord<byte[], byte[]> record) {
        List<Sample.Header> headers = has(record, "headers") ? WithHeaders.of(record) : List.of();
        return new Sample(record.key(), record.value(), record.timestamp(), headers);
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer)
            throws ReflectiveOperationException {
        boolean old = !Arrays.stream(consumer.getClass().getMethods())
                .anyMatch(method ->
                        method.getName().equals("poll") && method.getParameterTypes()[0].equals(Duration.class));
        return (ConsumerRecords<byte[], byte[]>)
                (old
                        ? KafkaConsumer.class.getMethod("poll", long.class).invoke(consumer, 500L)
                        : KafkaConsumer.class
                                .getMethod("poll", Duration.class)
                                .invoke(consumer, Duration.ofMillis(500)));
    }

    private static boolean has(Object target, String name) {
        return Arrays.stream(target.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(name));
    }

    private static Method method(Object target, String name) {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Apart, so that it is only loaded where the release has it. */
    private static final class WithHeaders {
        static List<Sample.Header> of(ConsumerRecord<byte[], byte[]> record) {
            List<Sample.Header> headers = new ArrayList<>();
            record.headers().forEach(header -> headers.add(new Sample.Header(header.key(), header.value())));
            return headers;
        }
    }
}
