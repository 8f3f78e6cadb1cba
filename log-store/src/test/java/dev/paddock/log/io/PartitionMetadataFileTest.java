package dev.paddock.log.io;

import static dev.paddock.log.peer.KafkaClasses.call;
import static dev.paddock.log.peer.KafkaClasses.callStatic;
import static dev.paddock.log.peer.KafkaClasses.create;
import static dev.paddock.log.peer.KafkaClasses.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionMetadataFileTest {
    private static final Uuid ID = new Uuid(0x1234_5678_9abc_def0L, 42);

    @TempDir
    private Path root;

    private LogDirectory directory;
    private Path file;

    @BeforeEach
    void createFolder() throws IOException {
        directory = new DiskLogDirectory(root);
        directory.createFolder("t-0");
        file = root.resolve("t-0").resolve("partition.metadata");
    }

    @Test
    void shouldShareTheFileWithKafka() throws IOException {
        assertThat(PartitionMetadataFile.read(directory, "t-0")).isEmpty();

        PartitionMetadataFile.write(directory, "t-0", ID);

        byte[] ours = Files.readAllBytes(file);
        assertThat(PartitionMetadataFile.read(directory, "t-0")).contains(ID);
        assertThat(call(call(kafkaFile(), "read"), "topicId")).hasToString(ID.toString());

        Files.delete(file);
        Object theirs = kafkaFile();
        call(theirs, "record", callStatic(type("common.Uuid"), "fromString", ID.toString()));
        call(theirs, "maybeFlush");

        assertThat(Files.readAllBytes(file)).isEqualTo(ours);
    }

    @Test
    void shouldReadWhatALaterVersionWrote() throws IOException {
        Files.writeString(file, "version: 1\ntopic_id: " + ID + "\nmore: 5\n");

        assertThat(PartitionMetadataFile.read(directory, "t-0")).contains(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version: 0",
                "version: 0\n",
                "version: x\ntopic_id: AAAAAAAAAAAAAAAAAAAAKg\n",
                "version: -1\ntopic_id: AAAAAAAAAAAAAAAAAAAAKg\n",
                "version:0\ntopic_id: AAAAAAAAAAAAAAAAAAAAKg\n",
                "topic_id: AAAAAAAAAAAAAAAAAAAAKg\nversion: 0\n",
                "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA\n",
                "version: 0\ntopic_id: AAAA\n",
                "version: 0\ntopic_id: !!!!!!!!!!!!!!!!!!!!!!\n",
                "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAKgAAAA\n"
            })
    void shouldNameTheFileThatIsDamaged(String text) throws IOException {
        Files.writeString(file, text);

        assertThatThrownBy(() -> PartitionMetadataFile.read(directory, "t-0"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContainingAll(file.toString(), "line ");
    }

    private Object kafkaFile() {
        return create("storage.internals.checkpoint.PartitionMetadataFile", file.toFile(), null);
    }
}
