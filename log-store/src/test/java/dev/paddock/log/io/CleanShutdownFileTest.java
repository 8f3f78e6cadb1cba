package dev.paddock.log.io;

import static dev.paddock.log.peer.KafkaClasses.call;
import static dev.paddock.log.peer.KafkaClasses.create;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanShutdownFileTest {
    @TempDir
    private Path folder;

    private LogDirectory directory;
    private Path file;

    @BeforeEach
    void open() {
        directory = new DiskLogDirectory(folder);
        file = folder.resolve(".kafka_cleanshutdown");
    }

    @Test
    void shouldShareTheFileWithKafka() throws IOException {
        assertThat(CleanShutdownFile.exists(directory)).isFalse();
        assertThat(CleanShutdownFile.brokerEpoch(directory)).isEmpty();

        CleanShutdownFile.write(directory, 281);

        byte[] ours = Files.readAllBytes(file);
        assertThat(CleanShutdownFile.exists(directory)).isTrue();
        assertThat(CleanShutdownFile.brokerEpoch(directory)).hasValue(281);
        assertThat(call(kafkaFile(), "read")).isEqualTo(OptionalLong.of(281));

        call(kafkaFile(), "write", 281L);
        assertThat(Files.readAllBytes(file)).isEqualTo(ours);

        CleanShutdownFile.delete(directory);
        CleanShutdownFile.delete(directory);
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "{\"version\":0}",
                "{\"version\":0,\"brokerEpoch\":",
                "{\"version\":0,\"brokerEpoch\":\"x\"}",
                "{\"version\":0,\"brokerEpoch\":null}",
                "{\"version\":0,\"brokerEpoch\":99999999999999999999}",
                "{\"version\": 1, \"brokerEpoch\" : 7, \"more\": 5}",
                "{\"brokerEpoch\":-1}"
            })
    void shouldTakeAnyContentAsKafkaDoes(String text) throws IOException {
        Files.writeString(file, text);

        assertThat(CleanShutdownFile.exists(directory)).isTrue();
        assertThat(CleanShutdownFile.brokerEpoch(directory)).isEqualTo(call(kafkaFile(), "read"));
    }

    private Object kafkaFile() {
        return create("storage.internals.checkpoint.CleanShutdownFileHandler", folder.toString());
    }
}
