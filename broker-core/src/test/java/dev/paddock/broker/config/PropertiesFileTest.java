package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadTheFormatOfJavaProperties() throws IOException {
        // Given
        var file = write("# a comment\n! another\n\na = 1 \nb:2\nc\\ d 3\ne=x,\\\n   y\nf=\\u00e9\ng\n");

        // When
        var properties = PropertiesFile.read(file);

        // Then
        assertThat(properties.values())
                .isEqualTo(Map.of("a", "1 ", "b", "2", "c d", "3", "e", "x,y", "f", "\u00e9", "g", ""));
        assertThat(properties.contradictions()).isEmpty();
    }

    @Test
    void shouldKeepTheLastOfTwoValuesAndRememberTheContradiction() throws IOException {
        var properties = PropertiesFile.read(write("a=1\nb=1\na=2\nb=1\n"));

        assertThat(properties.values()).isEqualTo(Map.of("a", "2", "b", "1"));
        assertThat(properties.contradictions()).containsExactly("a");
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> PropertiesFile.read(folder.resolve("none.properties")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("none.properties").toAbsolutePath()
                        + ": there is no such file; name the broker's properties file");
    }

    @Test
    void shouldSayWhichFileIsBroken() throws IOException {
        var file = write("a=\\u12");

        assertThatThrownBy(() -> PropertiesFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toAbsolutePath() + " is no properties file");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("some.properties"), text);
    }
}
