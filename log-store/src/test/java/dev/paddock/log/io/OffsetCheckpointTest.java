package dev.paddock.log.io;

import static dev.paddock.log.peer.KafkaClasses.call;
import static dev.paddock.log.peer.KafkaClasses.callStatic;
import static dev.paddock.log.peer.KafkaClasses.create;
import static dev.paddock.log.peer.KafkaClasses.scala;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.peer.KafkaClasses;
import dev.paddock.log.peer.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetCheckpointTest {
    @TempDir
    private Path folder;

    private OffsetCheckpoint checkpoint;
    private Path file;

    @BeforeEach
    void open() {
        checkpoint = new OffsetCheckpoint(new DiskLogDirectory(folder), OffsetCheckpoint.RECOVERY_POINT);
        file = folder.resolve(OffsetCheckpoint.RECOVERY_POINT);
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        assertThat(checkpoint.read()).isEmpty();

        checkpoint.write(Map.of(new TopicPartition("b", 1), 5L, new TopicPartition("a-b.c", 0), Long.MAX_VALUE));

        assertThat(file).hasContent("0\n2\na-b.c 0 9223372036854775807\nb 1 5\n");
        assertThat(checkpoint.read())
                .containsOnly(
                        Map.entry(new TopicPartition("b", 1), 5L),
                        Map.entry(new TopicPartition("a-b.c", 0), Long.MAX_VALUE));
    }

    @Test
    void shouldTakeAnEmptyFileForNoOffsets() throws IOException {
        Files.write(file, new byte[0]);

        assertThat(checkpoint.read()).isEmpty();

        checkpoint.write(Map.of());

        assertThat(file).hasContent("0\n0\n");
        assertThat(checkpoint.read()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'1\n0\n', line 1 has '1'",
        "'x\n', line 1",
        "'0\nx\n', line 2",
        "'0\n-1\n', line 2",
        "'0\n2\na 0 5\n', line 2 has '2'",
        "'0\n1\na 0 5\nb 0 5\n', line 2 has '1'",
        "'0\n1\na 0\n', line 3",
        "'0\n1\na 0 5 6\n', line 3",
        "'0\n2\na 0 5\nb -1 5\n', line 4 has '-1'",
        "'0\n1\na 2147483648 5\n', line 3",
        "'0\n1\na 0 -5\n', line 3 has '-5'",
        "'0\n1\na 0 9223372036854775808\n', line 3",
        "'0\n1\n\n', line 3",
        "'0\n2000000000\na 0 5\n', line 2"
    })
    void shouldNameTheFileAndTheLineThatAreDamaged(String text, String line) throws IOException {
        Files.writeString(file, text);

        assertThatThrownBy(checkpoint::read)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContainingAll(file.toString(), line);
    }

    @Test
    void shouldRefuseBytesThatAreNoText() throws IOException {
        Files.write(file, new byte[] {'0', '\n', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(checkpoint::read).isInstanceOf(DamagedFileException.class);
    }

    @Test
    void shouldReadOrRefuseWhateverIsInTheFile() {
        byte[] good = OffsetCheckpoint.encode(Map.of(new TopicPartition("a", 0), 5L, new TopicPartition("b", 1), 77L));

        Seeds.each(2000, random -> {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(OffsetCheckpoint.decode(bad, "file").values()).allMatch(offset -> offset >= 0);
            } catch (DamagedFileException e) {
                assertThat(e).hasMessageContaining("file");
            }
        });
    }

    @Test
    void shouldShareTheFileWithKafka() throws IOException {
        Map<TopicPartition, Long> offsets =
                Map.of(new TopicPartition("a-b.c", 0), 5L, new TopicPartition("z", 12), 1L << 40);

        checkpoint.write(offsets);
        assertThat(readByKafka()).isEqualTo(offsets);

        Files.delete(file);
        Object scalaMap = call(kafkaFile(), "read");
        for (Map.Entry<TopicPartition, Long> entry : offsets.entrySet()) {
            Object partition = create(
                    "common.TopicPartition",
                    entry.getKey().topic(),
                    entry.getKey().partition());
            scalaMap = call(scalaMap, "updated", partition, entry.getValue());
        }
        call(kafkaFile(), "write", scalaMap);
        assertThat(checkpoint.read()).isEqualTo(offsets);
        assertThat(Files.readString(file, UTF_8)).startsWith("0\n2\n");
    }

    private Object kafkaFile() {
        return KafkaClasses.createScala("kafka.server.checkpoints.OffsetCheckpointFile", file.toFile(), null);
    }

    private Map<TopicPartition, Long> readByKafka() {
        Map<?, ?> java = (Map<?, ?>)
                callStatic(scala("scala.jdk.javaapi.CollectionConverters"), "asJava", call(kafkaFile(), "read"));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        java.forEach((partition, offset) -> offsets.put(
                new TopicPartition((String) call(partition, "topic"), (int) call(partition, "partition")),
                (Long) offset));
        return offsets;
    }
}
