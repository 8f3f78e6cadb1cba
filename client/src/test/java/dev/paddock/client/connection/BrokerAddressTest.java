package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @Test
    void shouldReadAHostAndItsPort() {
        assertThat(BrokerAddress.parse("kafka-1.example:9092")).isEqualTo(new BrokerAddress("kafka-1.example", 9092));
    }

    @Test
    void shouldReadAnIpv6AddressInBrackets() {
        assertThat(BrokerAddress.parse("[::1]:9092")).isEqualTo(new BrokerAddress("::1", 9092));
        assertThat(BrokerAddress.parse("[::1]:9092")).hasToString("[::1]:9092");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":9092", "host:x", "host:0", "host:65536", "host:-1", "::1:9092"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> BrokerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfiesAnyOf(
                        e -> assertThat(e).hasMessageContaining("'" + text + "'"),
                        e -> assertThat(e).hasMessageContaining("of 'host'"),
                        e -> assertThat(e).hasMessageContaining("empty"));
    }
}
