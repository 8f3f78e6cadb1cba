package dev.paddock.broker.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes all samples with the producer of some release, from 0.8.2 on. Asked with "bootstrap timestamp prefix codec...", where
 * a codec is also the end of its topic's name. Loaded by ClientEra beside that release.
 */
public final class WriteSamplesProbe implements Function<String, String> {
    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        List<Sample> samples = Sample.all(Long.parseLong(words[1]));
        try {
            for (int i = 3; i < words.length; i++) {
                write(words[0], words[2] + words[i], words[i], samples);
            }
            return "";
        } catch (Exception e) {
            throw new IllegalStateException(question, e);
        }
    }

    private static void write(String bootstrap, String topic, String codec, List<Sample> samples) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("compression.type", codec);
        settings.put("acks", "all");
        settings.put("linger.ms", "5");
        settings.put("max.request.size", "2000000");
        settings.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        settings.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            List<Future<?>> sent = new ArrayList<>();
            for (Sample sample : samples) {
                sent.add(producer.send(record(topic, sample)));
            }
            for (Future<?> one : sent) {
                one.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, Sample sample) {
        if (has("org.apache.kafka.common.header.Header")) {
            return WithHeaders.record(topic, sample);
        }
        // From 0.10 on records have timestamps.
        return has("org.apache.kafka.common.record.TimestampType")
                ? new ProducerRecord<>(topic, 0, sample.timestamp(), sample.key(), sample.value())
                : new ProducerRecord<>(topic, 0, sample.key(), sample.value());
    }

    private static boolean has(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Apart, so that it is only loaded where the release has it. */
    private static final class WithHeaders {
        static ProducerRecord<byte[], byte[]> record(String topic, Sample sample) {
            List<Header> headers = new ArrayList<>();
            sample.headers().forEach(header -> headers.add(new RecordHeader(header.name(), header.value())));
            return new ProducerRecord<>(topic, 0, sample.timestamp(), sample.key(), sample.value(), headers);
        }
    }
}
