package dev.paddock.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.connection.ConnectionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClientConfigTest {
    @Test
    void shouldTakeKafkasKeys() {
        ConnectionSettings settings = config(Map.of(
                        "client.id", "me",
                        "request.timeout.ms", "1234",
                        "socket.connection.setup.timeout.ms", "99",
                        "send.buffer.bytes", "4096",
                        "receive.buffer.bytes", "-1"))
                .settings();

        assertThat(settings.clientId()).isEqualTo("me");
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofMillis(1234));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(99));
        assertThat(settings.sendBufferBytes()).isEqualTo(4096);
        assertThat(settings.receiveBufferBytes()).isEqualTo(ConnectionSettings.USE_DEFAULT);
    }

    @Test
    void shouldNameTheKeyAndTheValueThatIsNoNumber() {
        assertThatThrownBy(() -> config(Map.of("request.timeout.ms", "soon")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("request.timeout.ms")
                .hasMessageContaining("'soon'")
                .hasMessageContaining("a number from 1");
    }

    @Test
    void shouldRefuseANumberThatIsTooSmall() {
        assertThatThrownBy(() -> config(Map.of("request.timeout.ms", "0"))).hasMessageContaining("'0'");
    }

    @Test
    void shouldNotPretendToSpeakTls() {
        assertThatThrownBy(() -> config(Map.of("security.protocol", "SSL")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("'SSL'")
                .hasMessageContaining("PLAINTEXT");
        assertThat(config(Map.of("security.protocol", "PLAINTEXT")).ignoredKeys())
                .isEmpty();
    }

    private static ClientConfig config(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return ClientConfig.of(properties);
    }
}
