package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReportTest {
    @Test
    void shouldShowOnlyWhatDiffersFromItsDefault() {
        // When
        var report = Settings.with(
                        "broker.id", " 3 ",
                        "num.network.threads", "3",
                        "listener.name.plaintext.max.connections", "20")
                .report();

        // Then
        assertThat(report.asRead())
                .containsExactlyInAnyOrder(
                        "broker.id=3",
                        "zookeeper.connect=127.0.0.1:2181",
                        "listener.name.plaintext.max.connections=20");
        assertThat(report.withoutEffect()).isEmpty();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void shouldNameKafkasKeysThatHaveNoEffectAndNeverTheirValues() {
        // When
        var report = Settings.with(
                        "inter.broker.protocol.version", "3.9",
                        "ssl.keystore.password", "hunter2",
                        "sasl.some.plugins.key", "hunter2",
                        "super.users", "User:hunter2",
                        "listener.name.plaintext.ssl.client.auth", "none",
                        "listener.name.plaintext.scram-sha-256.sasl.jaas.config", "hunter2")
                .report();

        // Then
        assertThat(report.withoutEffect())
                .containsExactly(
                        "inter.broker.protocol.version",
                        "listener.name.plaintext.scram-sha-256.sasl.jaas.config",
                        "listener.name.plaintext.ssl.client.auth",
                        "sasl.some.plugins.key",
                        "ssl.keystore.password",
                        "super.users");
        assertThat(report.warnings()).isEmpty();
        assertThat(report.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "brokerid | unknown setting brokerid: did you mean broker.id?",
                "broker_id | unknown setting broker_id: did you mean broker.id?",
                "zookeper.connect | unknown setting zookeper.connect: did you mean zookeeper.connect?",
                "log.retention.hour | unknown setting log.retention.hour: did you mean log.retention.hours?",
                "paddock.metric.listener | unknown setting paddock.metric.listener: did you mean paddock.metrics.listener?",
                "nothing.like.it | unknown setting nothing.like.it",
                "retention.ms | unknown setting retention.ms: it is a topic's setting; the broker's default for it is"
                        + " log.retention.ms",
                "listener.name.plaintext.max.conections | unknown setting listener.name.plaintext.max.conections: did you"
                        + " mean listener.name.plaintext.max.connections?",
                "listener.name.PLAINTEXT.max.connections | listener.name.PLAINTEXT.max.connections has no effect: after"
                        + " listener.name. the listener is written in lower case",
                "listener.name.other.max.connections | listener.name.other.max.connections has no effect: it is for none"
                        + " of the listeners PLAINTEXT",
            })
    void shouldWarnOfAKeyThatNobodyKnows(String key, String warning) {
        var report = Settings.with(key, "hunter2").report();

        assertThat(report.warnings()).containsExactly(warning);
        assertThat(report.toString()).doesNotContain("hunter2");
    }

    @Test
    void shouldWarnOfOneKeyWithTwoValues(@TempDir Path folder) throws Exception {
        // Given
        var file = Files.writeString(folder.resolve("server.properties"), """
                zookeeper.connect=a:2181
                broker.id=1
                broker.id=2
                broker.rack=east
                broker.rack=east
                ssl.key.password=hunter2
                ssl.key.password=hunter3
                """);

        // When
        var settings = BrokerSettings.load(file);

        // Then
        assertThat(settings.identity().configuredId()).hasValue(2);
        assertThat(settings.report().warnings())
                .containsExactly(
                        "setting broker.id is given more than once with different values: the last one, 2, counts",
                        "setting ssl.key.password is given more than once with different values: the last one counts");
    }

    @Test
    void shouldLogEachPartOnce() {
        // Given
        var report = BrokerSettings.of(
                        Map.of("zookeeper.connect", "a:1", "brokerid", "1", "inter.broker.protocol.version", "9"))
                .report();
        var logger = new RecordingLogger();

        // When
        report.logTo(logger);

        // Then
        assertThat(logger.lines())
                .containsExactly(
                        "INFO settings that differ from their defaults:\n  zookeeper.connect=a:1",
                        "WARN settings of Kafka's that have no effect here: inter.broker.protocol.version",
                        "WARN unknown setting brokerid: did you mean broker.id?");
    }
}
