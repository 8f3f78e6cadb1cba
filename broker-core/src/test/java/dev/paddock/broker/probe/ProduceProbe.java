package dev.paddock.broker.probe;

import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Produces with the producer of some release, from 0.8.2 on. Asked with "bootstrap topic codec acks count prefix"; answers
 * the offset of the last record. Loaded by ClientEra beside that release.
 */
public final class ProduceProbe implements Function<String, String> {
    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        Properties settings = new Properties();
        settings.put("bootstrap.servers", words[0]);
        settings.put("compression.type", words[2]);
        settings.put("acks", words[3]);
        settings.put("linger.ms", "5");
        settings.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        settings.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            long last = -1;
            int count = Integer.parseInt(words[4]);
            for (int i = 0; i < count; i++) {
                var sent = producer.send(new ProducerRecord<>(words[1], 0, "key-" + i, words[5] + "-" + i));
                if (i == count - 1) {
                    last = sent.get(20, TimeUnit.SECONDS).offset();
                }
            }
            return Long.toString(last);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
