package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.broker.cluster.KafkaClient;
import dev.paddock.broker.cluster.TestCluster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kafka's consumer sees when bytes have changed on the disk while the broker was stopped. */
class DamagedRecordsIT {
    private static final int RECORDS = 60;
    private static final int BATCH_BYTES = 1072;

    @TempDir
    Path folder;

    private final List<byte[]> written = new ArrayList<>();
    private TestCluster cluster;

    @BeforeEach
    void write() throws Exception {
        cluster = TestCluster.of(0).start();
        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            client.createTopic("t", 1);
            for (int i = 0; i < RECORDS; i++) {
                byte[] value = new byte[1000];
                Arrays.fill(value, (byte) i);
                client.produceOnce("t", 0, value);
                written.add(value);
            }
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private Broker start() {
        return Broker.start(cluster.settings(0, Map.of("log.dirs", folder.toString(), "log.segment.bytes", "20000")));
    }

    private static KafkaClient client(Broker broker) {
        return new KafkaClient("127.0.0.1:" + broker.port("PLAINTEXT"));
    }

    /** In the second segment; returns its base offset. */
    private long flip(int position) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("t-0"))) {
            Path second = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .skip(1)
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "rw")) {
                file.seek(position);
                int before = file.read();
                file.seek(position);
                file.write(before ^ 0x10);
            }
            return Long.parseLong(second.getFileName().toString().substring(0, 20));
        }
    }

    private void assertErrorInTheMidst(long firstDamaged, long firstReadableBehind) {
        try (Broker broker = start();
                KafkaClient client = client(broker)) {
            List<byte[]> read = new ArrayList<>();
            assertThatThrownBy(() -> client.consume("t", 0, 0, read)).isInstanceOf(KafkaException.class);
            assertThat(read).containsExactlyElementsOf(written.subList(0, (int) firstDamaged));

            List<byte[]> behind = new ArrayList<>();
            client.consume("t", 0, firstReadableBehind, behind);
            assertThat(behind).containsExactlyElementsOf(written.subList((int) firstReadableBehind, RECORDS));
        }
    }

    @Test
    void shouldLetTheConsumerFindAChangedRecordByItsChecksum() throws Exception {
        long base = flip(5 * BATCH_BYTES + 500);
        assertErrorInTheMidst(base + 5, base + 6);
    }

    @Test
    void shouldTellTheConsumerThatTheWayToTheNextBatchIsLost() throws Exception {
        // The length of the sixth batch, in its second byte: the next one is known again where an index has an entry.
        long base = flip(5 * BATCH_BYTES + 9);
        assertErrorInTheMidst(base + 5, base + 18);
    }
}
