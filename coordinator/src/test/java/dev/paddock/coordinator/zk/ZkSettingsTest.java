package dev.paddock.coordinator.zk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZkSettingsTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "h1:2181,h2:2181/kafka/one | h1:2181,h2:2181 | /kafka/one",
                "h1:2181/kafka/ | h1:2181 | /kafka",
                "h1:2181/ | h1:2181 | ''",
                "h1 | h1 | ''"
            },
            delimiter = '|')
    void shouldTellServersFromChroot(String connectString, String hosts, String chroot) {
        ZkSettings settings = new ZkSettings(connectString, 1, 1);

        assertThat(settings.hosts()).isEqualTo(hosts);
        assertThat(settings.chroot()).isEqualTo(chroot);
    }

    @Test
    void shouldNameTheKeyOfWhatCannotBe() {
        assertThatThrownBy(() -> new ZkSettings("/kafka", 1, 1)).hasMessageContaining("zookeeper.connect is '/kafka'");
        assertThatThrownBy(() -> new ZkSettings("h//a", 1, 1)).hasMessageContaining("its chroot is no valid path");
        assertThatThrownBy(() -> new ZkSettings("h", 0, 1)).hasMessageContaining("zookeeper.session.timeout.ms is 0");
        assertThatThrownBy(() -> new ZkSettings("h", 1, -1))
                .hasMessageContaining("zookeeper.connection.timeout.ms is -1");
    }
}
