package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.broker.cluster.KafkaClient;
import dev.paddock.broker.cluster.SmallDisk;
import dev.paddock.broker.cluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two log dirs is on a disk that is really full. Apache Kafka takes such a log dir offline until it is started again;
 * here it is an error to the producer, a retriable one, for as long as it lasts.
 */
class DiskFullIT {
    private static final String TOPIC = "t";
    private static final int VALUE_BYTES = 3000;
    private static final Random RANDOM = new Random(7);

    @TempDir
    Path folder;

    private SmallDisk disk;
    private TestCluster cluster;
    private Broker broker;
    private KafkaClient client;
    private int full;
    private final List<byte[]> acknowledged = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        disk = SmallDisk.mount(folder.resolve("small"), 4);
        disk.take(2 << 20);
        cluster = TestCluster.of(0)
                .with("log.dirs", disk.path() + "," + folder.resolve("large"))
                .start();
        startBroker();
        client.createTopic(TOPIC, 2);
        // Each goes where fewer are.
        client.produce(TOPIC, 0, new byte[1]);
        client.produce(TOPIC, 1, new byte[1]);
        full = Files.exists(disk.path().resolve(TOPIC + "-0")) ? 0 : 1;
        acknowledged.add(new byte[1]);
    }

    private void startBroker() {
        // Segments so small that they end while the disk is full, checkpoints so often that they fall into it.
        broker = Broker.start(cluster.settings(
                0,
                Map.of(
                        "log.dirs", disk.path() + "," + folder.resolve("large"),
                        "log.segment.bytes", "100000",
                        "log.index.interval.bytes", "1000",
                        "log.flush.offset.checkpoint.interval.ms", "50",
                        "replica.high.watermark.checkpoint.interval.ms", "50")));
        client = new KafkaClient("127.0.0.1:" + broker.port("PLAINTEXT"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable opened : Stream.of(client, broker, cluster, disk)
                .filter(Objects::nonNull)
                .toList()) {
            opened.close();
        }
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        RANDOM.nextBytes(value);
        return value;
    }

    private void produceUntilFull() {
        assertThatThrownBy(() -> {
                    while (acknowledged.size() < 10_000) {
                        byte[] value = value();
                        client.produceOnce(TOPIC, full, value);
                        acknowledged.add(value);
                    }
                })
                .isInstanceOf(KafkaStorageException.class);
        assertThat(acknowledged).hasSizeBetween(100, 9_999);
    }

    private void assertAllIsThere() {
        assertThat(client.consume(TOPIC, full)).containsExactlyElementsOf(acknowledged);
    }

    @Test
    void shouldTellTheProducerServeAllElseAndGoOnWhenThereIsSpace() throws Exception {
        produceUntilFull();
        disk.fill();

        // while it is full
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> client.produceOnce(TOPIC, full, value()))
                    .isInstanceOf(KafkaStorageException.class);
        }
        assertAllIsThere();
        assertThat(client.produceOnce(TOPIC, 1 - full, value())).isEqualTo(1);
        assertThat(client.logDirs().values())
                .allSatisfy(dir -> assertThat(dir.error()).isNull());

        // a producer that tries again gets through as soon as there is space
        byte[] last = value();
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.produce(TOPIC, full, last);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        disk.free();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(acknowledged.size());
        acknowledged.add(last);
        for (int i = 0; i < 100; i++) {
            byte[] value = value();
            client.produceOnce(TOPIC, full, value);
            acknowledged.add(value);
        }
        assertAllIsThere();
        restart();
        assertAllIsThere();
    }

    @Test
    void shouldStopAndStartWithAFullDisk() throws Exception {
        produceUntilFull();
        disk.fill();

        restart();

        assertAllIsThere();
        assertThat(client.logDirs().values())
                .allSatisfy(dir -> assertThat(dir.error()).isNull());
        assertThatThrownBy(() -> client.produceOnce(TOPIC, full, value())).isInstanceOf(KafkaStorageException.class);
        assertThat(client.produceOnce(TOPIC, 1 - full, value())).isEqualTo(1);
        disk.free();
        byte[] value = value();
        client.produce(TOPIC, full, value);
        acknowledged.add(value);
        assertAllIsThere();
        restart();
        assertAllIsThere();
    }

    private void restart() {
        client.close();
        broker.close();
        startBroker();
    }
}
