package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {
    @Test
    void shouldCarryKafkasDefaults() {
        // When
        var network = Settings.with().network();

        // Then
        assertThat(network.threads()).isEqualTo(3);
        assertThat(network.sockets()).isEqualTo(new SocketSettings(102_400, 102_400, 50, 104_857_600));
        assertThat(network.connections())
                .isEqualTo(new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of(), Map.of(), 600_000));
        assertThat(network.requestQueue()).isEqualTo(new RequestQueueSettings(500, -1));
        assertThat(network.requestQueue().boundsBytes()).isFalse();
    }

    @Test
    void shouldCarryWhatIsSet() {
        // When
        var network = Settings.with(
                        "num.network.threads", "2",
                        "socket.send.buffer.bytes", "-1",
                        "socket.receive.buffer.bytes", "4096",
                        "socket.listen.backlog.size", "10",
                        "socket.request.max.bytes", "1000",
                        "queued.max.requests", "7",
                        "queued.max.request.bytes", "2000",
                        "max.connections", "90",
                        "max.connections.per.ip", "80",
                        "connections.max.idle.ms", "-1")
                .network();

        // Then
        assertThat(network.threads()).isEqualTo(2);
        assertThat(network.sockets()).isEqualTo(new SocketSettings(SocketSettings.SYSTEM_DEFAULT, 4096, 10, 1000));
        assertThat(network.connections()).isEqualTo(new ConnectionLimits(90, 80, Map.of(), Map.of(), -1));
        assertThat(network.requestQueue()).isEqualTo(new RequestQueueSettings(7, 2000));
        assertThat(network.requestQueue().boundsBytes()).isTrue();
    }

    @Test
    void shouldLimitOneListenerApartFromTheBroker() {
        // When
        var network = Settings.with(
                        "listeners", "PLAINTEXT://:9092,SECOND://:9093",
                        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SECOND:PLAINTEXT",
                        "max.connections", "100",
                        "listener.name.second.max.connections", "5")
                .network();

        // Then
        assertThat(network.listeners().listeners())
                .extracting(network.connections()::maxOf)
                .containsExactly(100, 5);
    }

    @Test
    void shouldNameTheListenersKeyWhenItsLimitIsWrong() {
        assertThatThrownBy(() -> Settings.with("listener.name.plaintext.max.connections", "many"))
                .hasMessage("listener.name.plaintext.max.connections=many is not allowed: expected an int, at least 0");
    }

    @Test
    void shouldResolveTheHostsOfOverrides() throws Exception {
        var limits = Settings.with("max.connections.per.ip.overrides", "127.0.0.1:5, ::1:7")
                .network()
                .connections();

        assertThat(limits.maxPerIpOverrides()).isEqualTo(Map.of("127.0.0.1", 5, "::1", 7));
        assertThat(limits.resolvedOverrides())
                .isEqualTo(Map.of(
                        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 5,
                        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 7));
    }

    @Test
    void shouldRefuseOverridesThatCannotBeMeant() {
        assertThatThrownBy(() -> Settings.with("max.connections.per.ip.overrides", "127.0.0.1:-1"))
                .hasMessageContaining("the limit of 127.0.0.1 must be at least 0");
        assertThatThrownBy(() -> Settings.with("max.connections.per.ip.overrides", ":5"))
                .hasMessageContaining("\"\" is no host");
        assertThatThrownBy(() -> Settings.with("max.connections.per.ip.overrides", "127.0.0.1"))
                .hasMessageContaining("expected name:value, but \"127.0.0.1\" has no colon");
    }

    @Test
    void shouldRefuseToLetNobodyIn() {
        assertThatThrownBy(() -> Settings.with("max.connections.per.ip", "0"))
                .hasMessageStartingWith("max.connections.per.ip=0 is not allowed: 0 lets nobody in");
    }

    @Test
    void shouldRefuseAQueueThatTheLargestRequestWouldNotFit() {
        assertThatThrownBy(() -> Settings.with("queued.max.request.bytes", "1000"))
                .hasMessageContaining("at least socket.request.max.bytes (104857600)");
    }
}
