package dev.paddock.broker.probe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Partition 0 of a compacted topic by Kafka's newer clients. Asked with "bootstrap topic" and one of
 *
 * <pre>
 *   create|alter key=value;...     drop
 *   write codec count keys value   the offset of the last; each with a header; a value of "-" for tombstones
 *   write-no-key                   the class of the error
 *   read                           "offset key value header" of all records, one in a line
 * </pre>
 *
 * Loaded by ClientEra beside a release.
 */
public final class CompactionProbe implements Function<String, String> {
    private static final long TIMEOUT_S = 30;

    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        String bootstrap = words[0];
        String topic = words[1];
        try {
            return switch (words[2]) {
                case "write" -> write(bootstrap, topic, Arrays.copyOfRange(words, 3, 7));
                case "write-no-key" -> writeNoKey(bootstrap, topic);
                case "read" -> read(bootstrap, topic);
                default -> administer(bootstrap, topic, words);
            };
        } catch (Exception e) {
            throw new IllegalStateException(question, e);
        }
    }

    private static String administer(String bootstrap, String topic, String[] words) throws Exception {
        try (Admin admin = Admin.create(settings(bootstrap))) {
            Future<Void> done = switch (words[2]) {
                case "create" ->
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs(words[3]))))
                            .all();
                case "alter" ->
                    admin.incrementalAlterConfigs(alteration(topic, configs(words[3])))
                            .all();
                case "drop" -> admin.deleteTopics(List.of(topic)).all();
                default -> throw new IllegalArgumentException(words[2]);
            };
            done.get(TIMEOUT_S, TimeUnit.SECONDS);
            return "";
        }
    }

    private static Map<String, String> configs(String text) {
        return Arrays.stream(text.split(";"))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Map<ConfigResource, Collection<AlterConfigOp>> alteration(
            String topic, Map<String, String> configs) {
        List<AlterConfigOp> ops = new ArrayList<>();
        configs.forEach(
                (key, value) -> ops.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        return Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), ops);
    }

    private static String write(String bootstrap, String topic, String[] words) throws Exception {
        Properties settings = settings(bootstrap);
        settings.put("compression.type", words[0]);
        settings.put("linger.ms", "5");
        settings.put("batch.size", "600");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            int count = Integer.parseInt(words[1]);
            int keys = Integer.parseInt(words[2]);
            Future<RecordMetadata> last = null;
            for (int i = 0; i < count; i++) {
                String value = words[3].equals("-") ? null : words[3] + "-" + i;
                ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, "key-" + i % keys, value);
                record.headers().add("h", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
                last = producer.send(record);
            }
            return Long.toString(last.get(TIMEOUT_S, TimeUnit.SECONDS).offset());
        }
    }

    private static String writeNoKey(String bootstrap, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings(bootstrap))) {
            producer.send(new ProducerRecord<>(topic, 0, null, "value")).get(TIMEOUT_S, TimeUnit.SECONDS);
            return "none";
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    private static String read(String bootstrap, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        StringBuilder lines = new StringBuilder();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings(bootstrap))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
            while (consumer.position(partition) < end && System.nanoTime() < giveUp) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    lines.append(line(record)).append('\n');
                }
            }
        }
        return lines.toString();
    }

    private static String line(ConsumerRecord<String, String> record) {
        String header = new String(record.headers().lastHeader("h").value(), StandardCharsets.UTF_8);
        return record.offset() + " " + record.key() + " " + record.value() + " " + header;
    }

    private static Properties settings(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("enable.auto.commit", "false");
        for (String side : new String[] {"key", "value"}) {
            settings.put(side + ".serializer", "org.apache.kafka.common.serialization.StringSerializer");
            settings.put(side + ".deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        }
        return settings;
    }
}
