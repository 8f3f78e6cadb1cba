package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaPropertiesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatKafkaWrote() throws IOException {
        write("#\n#Sat Nov 21 10:14:26 UTC 2026\nbroker.id=4\nversion=0\ncluster.id=C-C_C\n\n");

        assertThat(MetaProperties.read(directory))
                .contains(new MetaProperties(OptionalInt.of(4), Optional.of("C-C_C"), Optional.empty()));
    }

    @Test
    void shouldWriteTheLinesOfKafkaAndKeepTheDirectoryId() throws IOException {
        new MetaProperties(OptionalInt.of(4), Optional.of("C-C_C"), Optional.of("dir")).write(directory);

        assertThat(Files.readAllLines(directory.resolve("meta.properties")))
                .contains("version=0", "broker.id=4", "cluster.id=C-C_C", "directory.id=dir")
                .hasSizeLessThanOrEqualTo(6);
        assertThat(MetaProperties.read(directory).orElseThrow().directoryId()).contains("dir");
        assertThat(directory.resolve("meta.properties.tmp")).doesNotExist();
    }

    @Test
    void shouldTakeMissingFieldsAsMissing() throws IOException {
        write("");

        assertThat(MetaProperties.read(directory))
                .contains(new MetaProperties(OptionalInt.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void shouldFindNothingInANewFolder() throws IOException {
        assertThat(MetaProperties.read(directory)).isEmpty();
    }

    @Test
    void shouldRefuseAFolderOfKraft() throws IOException {
        write("version=1\nnode.id=1\ncluster.id=C\n");

        assertThatThrownBy(() -> MetaProperties.read(directory))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessage(directory.resolve("meta.properties") + " has version 1: its folder was formatted by Apache"
                        + " Kafka in KRaft mode, whose metadata is not in ZooKeeper. Use other log.dirs");
    }

    @Test
    void shouldNameTheFileOfWhatItCannotRead() throws IOException {
        write("version=7\n");
        assertThatThrownBy(() -> MetaProperties.read(directory))
                .hasMessageContaining("meta.properties has version '7'; only version 0 is known");
        write("broker.id=x\n");
        assertThatThrownBy(() -> MetaProperties.read(directory))
                .hasMessageContaining("meta.properties has broker.id 'x', which is no number");
        write("a=\\u00zz\n");
        assertThatThrownBy(() -> MetaProperties.read(directory)).hasMessageContaining("is no properties file");
    }

    @Test
    void shouldReplaceAFileDespiteTheRestOfACrash() throws IOException {
        write("broker.id=1\n");
        Files.writeString(directory.resolve("meta.properties.tmp"), "brok");

        new MetaProperties(OptionalInt.of(2), Optional.empty(), Optional.empty()).write(directory);

        assertThat(MetaProperties.read(directory).orElseThrow().brokerId()).hasValue(2);
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve("meta.properties"), content);
    }
}
