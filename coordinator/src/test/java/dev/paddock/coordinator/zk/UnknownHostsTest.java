package dev.paddock.coordinator.zk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnknownHostsTest {
    @Test
    void shouldNameTheHostsThatHaveNoAddress() {
        assertThat(UnknownHosts.hint("127.0.0.1:2181, no-such-host.invalid:2181,neither.invalid"))
                .isEqualTo(". No address is known for no-such-host.invalid, neither.invalid");
    }

    @Test
    void shouldSayNothingOfHostsThatHaveOne() {
        assertThat(UnknownHosts.hint("127.0.0.1:2181,[::1]:2181,[::1],localhost"))
                .isEmpty();
    }
}
