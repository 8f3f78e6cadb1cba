package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSettingsTest {
    @Test
    void shouldNeedZooKeeper() {
        assertThatThrownBy(() -> BrokerSettings.of(Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("zookeeper.connect is missing and has no default");
    }

    @Test
    void shouldReadTheChrootApartFromTheServers() {
        var zooKeeper = Settings.with("zookeeper.connect", "zk1:2181,[::1]:2182/paddock/one")
                .zooKeeper();

        assertThat(zooKeeper.connect()).isEqualTo("zk1:2181,[::1]:2182/paddock/one");
        assertThat(zooKeeper.servers()).isEqualTo("zk1:2181,[::1]:2182");
        assertThat(zooKeeper.chroot()).isEqualTo("/paddock/one");
        assertThat(Settings.with("zookeeper.connect", "zk1:2181/").zooKeeper().chroot())
                .isEmpty();
        assertThat(Settings.with().zooKeeper().chroot()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/paddock",
                "zk1:2181/a/",
                "zk1:2181//a",
                "zk1:2181/a,zk2:2181/a",
                "zk1:70000",
                "zk1:0",
                "zk1:x",
                "zk1:",
                "zk 1:2181"
            })
    void shouldRefuseAConnectStringThatZooKeeperCouldNotUse(String connect) {
        assertThatThrownBy(() -> Settings.with("zookeeper.connect", connect))
                .hasMessageStartingWith("zookeeper.connect=" + connect + " is not allowed: expected host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk1", "zk1:2181,zk2:2181", "127.0.0.1:2181/x", "::1:2181", "[::1]", "zk1:2181, zk2:2182"})
    void shouldTakeEveryFormOfServerThatZooKeeperTakes(String connect) {
        assertThat(Settings.with("zookeeper.connect", connect).zooKeeper().connect())
                .isEqualTo(connect);
    }

    @Test
    void shouldWaitForZooKeeperAsLongAsASessionLastsUnlessToldOtherwise() {
        assertThat(Settings.with().zooKeeper().connectionTimeoutMs()).isEqualTo(18_000);
        assertThat(Settings.with("zookeeper.session.timeout.ms", "6000").zooKeeper())
                .isEqualTo(new ZooKeeperSettings("127.0.0.1:2181", 6000, 6000, 10));
        assertThat(Settings.with("zookeeper.connection.timeout.ms", "500").zooKeeper())
                .isEqualTo(new ZooKeeperSettings("127.0.0.1:2181", 18_000, 500, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "zookeeper.set.acl, true, not supported yet",
        "zookeeper.ssl.client.enable, true, not supported yet",
        "authorizer.class.name, kafka.security.authorizer.AclAuthorizer, there is no authorizer yet",
        "process.roles, broker, no KRaft mode",
        "controller.listener.names, CONTROLLER, KRaft mode",
        "zookeeper.metadata.migration.enable, true, no KRaft",
    })
    void shouldRefuseWhatItWouldBeUnsafeToIgnore(String key, String value, String reason) {
        assertThatThrownBy(() -> Settings.with(key, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(key + "=" + value + " is not allowed")
                .hasMessageContaining(reason);
    }

    @Test
    void shouldTakeItsIdFromEitherName() {
        assertThat(Settings.with().identity().configuredId()).isEmpty();
        assertThat(Settings.with("broker.id", "7").identity().configuredId()).isEqualTo(OptionalInt.of(7));
        assertThat(Settings.with("node.id", "8").identity().configuredId()).isEqualTo(OptionalInt.of(8));
        assertThatThrownBy(() -> Settings.with("broker.id", "7", "node.id", "8"))
                .hasMessage("node.id=8 is not allowed: expected the same as broker.id, which is 7");
    }

    @Test
    void shouldKeepGeneratedIdsOutOfTheConfiguredOnes() {
        assertThatThrownBy(() -> Settings.with("broker.id", "1001"))
                .hasMessage("broker.id=1001 is not allowed: expected at most reserved.broker.max.id (1000) while"
                        + " broker.id.generation.enable is true");
        assertThatThrownBy(() -> Settings.with("broker.id.generation.enable", "false"))
                .hasMessage("broker.id=-1 (the default) is not allowed: expected at least 0 while"
                        + " broker.id.generation.enable is false");
    }

    @Test
    void shouldPreferLogDirsToLogDir() {
        assertThat(Settings.with("log.dirs", "/a, /b", "log.dir", "/c")
                        .logDirs()
                        .dirs())
                .containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(Settings.with("log.dir", "/c").logDirs().dirs()).containsExactly(Path.of("/c"));
        assertThat(Settings.with().logDirs().dirs()).containsExactly(Path.of("/tmp/kafka-logs"));
    }

    @Test
    void shouldResolveARelativeLogDirAgainstTheWorkingFolder() {
        assertThat(Settings.with("log.dirs", "some data/logs").logDirs().dirs())
                .containsExactly(Path.of("").toAbsolutePath().resolve("some data/logs"));
    }

    @Test
    void shouldRefuseOneLogDirTwice() {
        assertThatThrownBy(() -> Settings.with("log.dirs", "/a/b,/a/./b/"))
                .hasMessage("log.dirs=/a/b,/a/./b/ is not allowed: folder /a/./b/ is given twice");
    }

    @Test
    void shouldServeMetricsOnlyWhenToldWhere() {
        assertThat(Settings.with().metrics().listener()).isEmpty();
        assertThat(Settings.with("paddock.metrics.listener", "[::1]:9404")
                        .metrics()
                        .listener())
                .contains(new HostPort("::1", 9404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9404", ":9404", "localhost", "localhost:", "localhost:x", "localhost:65536", "::1:9404"})
    void shouldRefuseAMetricsListenerThatIsNoHostAndPort(String listener) {
        assertThatThrownBy(() -> Settings.with("paddock.metrics.listener", listener))
                .hasMessageContaining("empty for off, or host:port such as 127.0.0.1:9404");
    }

    @Test
    void shouldLetOverridesCountMoreThanTheFile(@TempDir Path folder) throws Exception {
        // Given
        var file = Files.writeString(
                folder.resolve("server.properties"), "zookeeper.connect = a:2181\nbroker.id=1\nbroker.rack=east\n");

        // When
        var settings = BrokerSettings.load(file, Map.of("broker.id", "2"));

        // Then
        assertThat(settings.zooKeeper().connect()).isEqualTo("a:2181");
        assertThat(settings.identity().configuredId()).hasValue(2);
        assertThat(settings.identity().rack()).contains("east");
    }
}
