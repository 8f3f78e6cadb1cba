package dev.paddock.broker.probe;

import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The topics that the consumer of some release finds. Loaded by ClientEra beside that release. */
public final class ConsumerProbe implements Function<String, String> {
    @Override
    public String apply(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.id", "consumer-probe");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        settings.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            return consumer.listTopics().keySet().toString();
        }
    }
}
