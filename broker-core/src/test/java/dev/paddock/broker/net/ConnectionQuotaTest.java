package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.config.ConnectionLimits;
import dev.paddock.broker.config.Listener;
import dev.paddock.protocol.SecurityProtocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionQuotaTest {
    private static final Listener CLIENTS = new Listener("CLIENTS", SecurityProtocol.PLAINTEXT, "", 1);
    private static final Listener BROKERS = new Listener("BROKERS", SecurityProtocol.PLAINTEXT, "", 2);
    private static final InetAddress FIRST = address("10.0.0.1");
    private static final InetAddress SECOND = address("10.0.0.2");

    @Test
    void shouldTurnAwayAnAddressOverItsLimitUntilOneOfItsConnectionsGoes() {
        ConnectionQuota quota = quota(100, 2, Map.of(), Map.of());

        assertThat(quota.tryAdd(CLIENTS, FIRST)).isTrue();
        assertThat(quota.tryAdd(CLIENTS, FIRST)).isTrue();
        assertThat(quota.tryAdd(CLIENTS, FIRST)).isFalse();
        assertThat(quota.tryAdd(CLIENTS, SECOND)).isTrue();
        quota.remove(CLIENTS, FIRST);

        assertThat(quota.tryAdd(CLIENTS, FIRST)).isTrue();
    }

    @Test
    void shouldHonourTheOverrideOfAnAddress() {
        ConnectionQuota quota = quota(100, 0, Map.of("10.0.0.1", 1), Map.of());

        assertThat(quota.tryAdd(CLIENTS, FIRST)).isTrue();
        assertThat(quota.tryAdd(CLIENTS, FIRST)).isFalse();
        assertThat(quota.tryAdd(CLIENTS, SECOND)).isFalse();
    }

    @Test
    void shouldBeFullForClientsButNotForBrokersWhoMayPushOneOut() {
        ConnectionQuota quota = quota(1, 100, Map.of(), Map.of());

        quota.tryAdd(CLIENTS, FIRST);
        assertThat(quota.isFull(CLIENTS)).isTrue();
        assertThat(quota.isFull(BROKERS)).isFalse();
        quota.tryAdd(BROKERS, SECOND);
        assertThat(quota.isOver()).isTrue();
        quota.remove(CLIENTS, FIRST);

        assertThat(quota.isOver()).isFalse();
        assertThat(quota.isFull(BROKERS)).isTrue();
    }

    @Test
    void shouldLimitOneListenerAlone() {
        ConnectionQuota quota = quota(100, 100, Map.of(), Map.of("CLIENTS", 1));

        quota.tryAdd(CLIENTS, FIRST);

        assertThat(quota.isFull(CLIENTS)).isTrue();
        assertThat(quota.isFull(BROKERS)).isFalse();
    }

    private static ConnectionQuota quota(
            int max, int maxPerIp, Map<String, Integer> overrides, Map<String, Integer> byListener) {
        return new ConnectionQuota(new ConnectionLimits(max, maxPerIp, overrides, byListener, -1), BROKERS.name());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
