package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaPropertiesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatItWrote() {
        assertThat(MetaProperties.read(folder)).isEmpty();

        MetaProperties.of(7, "cluster").write(folder);

        assertThat(MetaProperties.read(folder)).contains(MetaProperties.of(7, "cluster"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldReplaceWhatAKilledWriterLeftHalfDone() throws IOException {
        Files.writeString(folder.resolve("meta.properties.tmp"), "versi");

        MetaProperties.of(7, "cluster").write(folder);

        assertThat(MetaProperties.read(folder)).contains(MetaProperties.of(7, "cluster"));
    }

    @Test
    void shouldReadTheFormsThatKafkaWrote() throws IOException {
        write("#\n#Sat Nov 21 09:00:00 UTC 2026\ncluster.id=u7YzAAAAQAC\nversion=0\nbroker.id=3\n");
        assertThat(MetaProperties.read(folder)).contains(MetaProperties.of(3, "u7YzAAAAQAC"));

        write("version=0\nbroker.id=3\n");
        assertThat(MetaProperties.read(folder).orElseThrow().clusterId()).isEqualTo(Optional.empty());

        write("broker.id=3\ncluster.id=abc\n");
        assertThat(MetaProperties.read(folder)).contains(MetaProperties.of(3, "abc"));
    }

    @Test
    void shouldBeReadableAsKafkasProperties() throws IOException {
        MetaProperties.of(3, "abc").write(folder);

        Properties read = new Properties();
        try (var in = Files.newInputStream(folder.resolve("meta.properties"))) {
            read.load(in);
        }

        assertThat(read)
                .containsOnly(Map.entry("version", "0"), Map.entry("broker.id", "3"), Map.entry("cluster.id", "abc"));
    }

    @Test
    void shouldRefuseWhatItCannotServe() throws IOException {
        write("version=1\nnode.id=3\ncluster.id=x\n");
        assertThatThrownBy(() -> MetaProperties.read(folder)).hasMessageContaining("KRaft");
        write("version=2\n");
        assertThatThrownBy(() -> MetaProperties.read(folder)).hasMessageContaining("version is 2");
        write("version=0\nbroker.id=one\n");
        assertThatThrownBy(() -> MetaProperties.read(folder)).hasMessageContaining("'one'");
        write("version=0\nbroker.id=-1\n");
        assertThatThrownBy(() -> MetaProperties.read(folder)).hasMessageContaining("-1");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("meta.properties"), text);
    }
}
