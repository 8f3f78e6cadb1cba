package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What we hand to people: the file that they edit, and the table that they look things up in. */
class ShippedSettingsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCUMENT = ROOT.resolve("docs/settings.md");
    private static final String TABLES_BEGIN = "<!-- The tables are written by ShippedSettingsTest. -->";

    @Test
    void shouldShipAFileThatABrokerStartsWithAndThatHoldsNothingOdd() throws IOException {
        // When
        var settings = BrokerSettings.load(ROOT.resolve("conf/server.properties"));

        // Then
        assertThat(settings.report().withoutEffect()).isEmpty();
        assertThat(settings.report().warnings()).isEmpty();
        assertThat(settings.identity().configuredId()).hasValue(0);
        assertThat(settings.logDirs().dirs()).containsExactly(Path.of("/tmp/paddock/broker-0"));
    }

    @Test
    void shouldDocumentEverySettingAsItIs() throws IOException {
        // Given
        var written = Files.readString(DOCUMENT);
        var expected = written.substring(0, written.indexOf(TABLES_BEGIN)) + TABLES_BEGIN + "\n" + tables();

        // When
        if (Boolean.getBoolean("paddock.docs.write")) {
            Files.writeString(DOCUMENT, expected);
            written = expected;
        }

        // Then
        assertThat(written)
                .as("docs/settings.md is out of date; run this test with -Dpaddock.docs.write=true to write it anew")
                .isEqualTo(expected);
    }

    private static String tables() {
        return table("The broker", BrokerKeys.ALL)
                + table("The network", NetworkKeys.ALL)
                + table("ZooKeeper", ZooKeeperKeys.ALL)
                + table("Log folders", LogDirKeys.ALL)
                + table("Topics", TopicCreationKeys.ALL)
                + table("What a topic's logs are like when the topic does not say", LogKeys.ALL)
                + table("Serving records", ServingKeys.ALL)
                + table("Compaction", CleanerKeys.ALL)
                + table("Paddock's own", PaddockKeys.ALL);
    }

    private static String table(String title, List<SettingKey<?>> keys) {
        return keys.stream()
                .map(ShippedSettingsTest::row)
                .collect(Collectors.joining(
                        "",
                        "\n## " + title
                                + "\n\n| key | type | default | allowed | what it does |\n|---|---|---|---|---|\n",
                        ""));
    }

    private static String row(SettingKey<?> key) {
        return "| `" + key.name() + "` | " + key.type().name() + " | " + defaultOf(key) + " | "
                + key.check().allowed() + " | " + key.doc() + " |\n";
    }

    private static String defaultOf(SettingKey<?> key) {
        if (key.defaultValue() == null) {
            return "none";
        }
        var shown = key.type().show(key.defaultValue());
        return shown.isEmpty() ? "empty" : "`" + shown + "`";
    }
}
