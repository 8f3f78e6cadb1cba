package dev.paddock.broker.probe;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a partition with the consumer of some release, from 0.9 on. Asked with "bootstrap topic count isolation"; answers
 * "offset key value" of so many records, one in a line. Loaded by ClientEra beside that release.
 */
public final class ConsumeProbe implements Function<String, String> {
    private static final long TIMEOUT_NANOS = 30_000_000_000L;

    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        Properties settings = new Properties();
        settings.put("bootstrap.servers", words[0]);
        settings.put("isolation.level", words[3]);
        settings.put("enable.auto.commit", "false");
        settings.put("group.id", "consume-probe");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
            TopicPartition partition = new TopicPartition(words[1], 0);
            // The types of its parameters have changed in the course of the years.
            method(consumer, "assign").invoke(consumer, List.of(partition));
            consumer.seek(partition, 0);
            return read(consumer, Integer.parseInt(words[2]));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(KafkaConsumer<String, String> consumer, int count) throws ReflectiveOperationException {
        StringBuilder lines = new StringBuilder();
        long giveUp = System.nanoTime() + TIMEOUT_NANOS;
        int seen = 0;
        while (seen < count && System.nanoTime() < giveUp) {
            for (ConsumerRecord<?, ?> record : poll(consumer)) {
                lines.append(record.offset())
                        .append(' ')
                        .append(record.key())
                        .append(' ')
                        .append(record.value())
                        .append('\n');
                seen++;
            }
        }
        return lines.toString();
    }

    private static ConsumerRecords<?, ?> poll(KafkaConsumer<?, ?> consumer) throws ReflectiveOperationException {
        try {
            return (ConsumerRecords<?, ?>)
                    KafkaConsumer.class.getMethod("poll", Duration.class).invoke(consumer, Duration.ofMillis(500));
        } catch (NoSuchMethodException e) {
            return (ConsumerRecords<?, ?>)
                    KafkaConsumer.class.getMethod("poll", long.class).invoke(consumer, 500L);
        }
    }

    private static Method method(Object target, String name) {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
