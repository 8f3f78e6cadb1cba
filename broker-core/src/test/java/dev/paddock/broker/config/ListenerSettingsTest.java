package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.protocol.SecurityProtocol;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerSettingsTest {
    private static final String MAP = "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT,SECURE:SASL_SSL";

    @Test
    void shouldListenOnAllInterfacesByDefault() {
        // When
        var settings = Settings.with().network().listeners();

        // Then
        var listener = new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "", 9092);
        assertThat(settings.listeners()).containsExactly(listener);
        assertThat(settings.advertised()).containsExactly(listener);
        assertThat(settings.interBroker()).isEqualTo("PLAINTEXT");
        assertThat(listener.bindAddress().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(listener.bindAddress().getPort()).isEqualTo(9092);
    }

    @Test
    void shouldReadSeveralListenersWithNamesInAnyCase() {
        // When
        var settings = with("internal://127.0.0.1:0, External://[::1]:9093", "external");

        // Then
        assertThat(settings.listeners())
                .containsExactly(
                        new Listener("INTERNAL", SecurityProtocol.PLAINTEXT, "127.0.0.1", 0),
                        new Listener("EXTERNAL", SecurityProtocol.PLAINTEXT, "::1", 9093));
        assertThat(settings.interBroker()).isEqualTo("EXTERNAL");
        assertThat(settings.listeners().get(0).bindAddress().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.listeners().get(1).bindAddress().getPort()).isEqualTo(9093);
    }

    @Test
    void shouldAdvertiseTheBoundPortForPortZero() {
        // Given
        var settings = with("INTERNAL://127.0.0.1:0,EXTERNAL://[::1]:9093", "internal");

        // When
        var endpoints = settings.endpoints(name -> name.equals("INTERNAL") ? 40_001 : -1);

        // Then
        assertThat(endpoints)
                .extracting(BrokerEndpoint::connectionString)
                .containsExactly("INTERNAL://127.0.0.1:40001", "EXTERNAL://[::1]:9093");
    }

    @Test
    void shouldAdvertiseTheHostsOwnNameForAnEmptyHost() throws Exception {
        var endpoints = Settings.with("listeners", "PLAINTEXT://:9092")
                .network()
                .listeners()
                .endpoints(name -> -1);

        assertThat(endpoints)
                .containsExactly(new BrokerEndpoint(
                        "PLAINTEXT",
                        InetAddress.getLocalHost().getCanonicalHostName(),
                        9092,
                        SecurityProtocol.PLAINTEXT));
    }

    @Test
    void shouldAdvertiseWhatIsSaidRatherThanTheListeners() {
        // When
        var settings = Settings.with(
                        "listeners",
                        "PLAINTEXT://0.0.0.0:9092",
                        "advertised.listeners",
                        "PLAINTEXT://broker.example.com:19092")
                .network()
                .listeners();

        // Then
        assertThat(settings.endpoints(name -> -1))
                .extracting(BrokerEndpoint::connectionString)
                .containsExactly("PLAINTEXT://broker.example.com:19092");
        assertThat(settings.listeners()).hasToString("[PLAINTEXT://0.0.0.0:9092]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_PLAINTEXT", "SASL_SSL"})
    void shouldRefuseWhatIsNotPlaintextYet(String protocol) {
        assertThatThrownBy(() -> Settings.with("listeners", protocol + "://localhost:9093"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("listener " + protocol + " would speak " + protocol)
                .hasMessageContaining("not supported yet: use PLAINTEXT");
        assertThatThrownBy(() -> Settings.with("security.inter.broker.protocol", protocol))
                .hasMessage("security.inter.broker.protocol=" + protocol
                        + " is not allowed: it is not supported yet: use PLAINTEXT");
    }

    @Test
    void shouldAllowAnUnsupportedProtocolThatNoListenerUses() {
        assertThat(with("INTERNAL://:9092", "internal").protocols().of("SECURE"))
                .contains(SecurityProtocol.SASL_SSL);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void shouldRefuseAPortThatNoSocketHas(int port) {
        assertThatThrownBy(() -> Settings.with("listeners", "PLAINTEXT://localhost:" + port))
                .hasMessage("listeners=PLAINTEXT://localhost:" + port
                        + " is not allowed: expected a port from 0 to 65535, but found " + port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERNAL://a:1,internal://b:2 | listener INTERNAL is given twice",
                "INTERNAL://a:1,EXTERNAL://b:1 | listeners INTERNAL, EXTERNAL share port 1",
                "INTERNAL://127.0.0.1:1,EXTERNAL://127.0.0.2:1 | share port 1",
                "INTERNAL://127.0.0.1:1,EXTERNAL://localhost:1 | share port 1",
                "OTHER://a:1 | add OTHER:PLAINTEXT to listener.security.protocol.map",
                "INTERNAL//a:1 | expected NAME://host:port",
                "EXTERNAL://a:1 | brokers would use listener INTERNAL among themselves, but advertised are only EXTERNAL",
                "INTERNAL://0.0.0.0:1 | 0.0.0.0 is no address that a client can connect to",
            })
    void shouldSayWhatIsWrongWithTheListeners(String listeners, String reason) {
        assertThatThrownBy(() -> with(listeners, "internal")).hasMessageContaining(reason);
    }

    @Test
    void shouldAllowOnePortOnBothIpVersions() {
        assertThat(with("INTERNAL://127.0.0.1:9092,EXTERNAL://[::1]:9092", "internal")
                        .listeners())
                .hasSize(2);
    }

    @Test
    void shouldRefuseBothWaysOfChoosingTheInterBrokerListener() {
        assertThatThrownBy(() -> Settings.with(
                        "inter.broker.listener.name", "PLAINTEXT", "security.inter.broker.protocol", "PLAINTEXT"))
                .hasMessage("inter.broker.listener.name=PLAINTEXT is not allowed: only one of it and"
                        + " security.inter.broker.protocol may be set");
    }

    @Test
    void shouldRefuseOneListenerNameWithTwoProtocols() {
        assertThatThrownBy(() -> Settings.with("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,plaintext:SSL"))
                .hasMessageContaining("listener plaintext is mapped twice, to PLAINTEXT and SSL");
    }

    private static ListenerSettings with(String listeners, String interBroker) {
        return Settings.with(
                        "listeners",
                        listeners,
                        "inter.broker.listener.name",
                        interBroker,
                        "listener.security.protocol.map",
                        MAP)
                .network()
                .listeners();
    }
}
