package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SettingKeyTest {
    private static final SettingKey<Password> SECRET =
            new SettingKey<>("some.password", SettingType.PASSWORD, null, Check.any(), "A secret.");

    @Test
    void shouldNameKeyValueAndWhatIsAllowedWhenTheTypeIsWrong() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> NetworkKeys.THREADS.parse("three"))
                .withMessage("num.network.threads=three is not allowed: expected an int, at least 1")
                .satisfies(e -> assertThat(e.key()).isEqualTo("num.network.threads"));
    }

    @Test
    void shouldNameKeyValueAndWhatIsAllowedWhenTheCheckFails() {
        assertThatThrownBy(() -> NetworkKeys.INTER_BROKER_PROTOCOL.parse("TLS"))
                .hasMessage("security.inter.broker.protocol=TLS is not allowed: expected a text, one of PLAINTEXT, SSL,"
                        + " SASL_PLAINTEXT, SASL_SSL");
    }

    @Test
    void shouldSayThatABooleanIsTrueOrFalse() {
        assertThatThrownBy(() -> BrokerKeys.ID_GENERATION.parse("yes"))
                .hasMessage("broker.id.generation.enable=yes is not allowed: expected true or false");
    }

    @Test
    void shouldNeverShowAPassword() {
        // Given
        var onlyLong = new SettingKey<>(
                "some.password", SettingType.PASSWORD, null, new Check<Password>("longer", password -> false), "");

        // Then
        assertThat(SECRET.parse(" hunter2 ").value()).isEqualTo("hunter2");
        assertThat(SECRET.parse("hunter2").toString()).isEqualTo("[hidden]");
        assertThat(SECRET.show("hunter2")).isEqualTo("[hidden]");
        assertThat(SECRET.type().show(SECRET.parse("hunter2"))).isEqualTo("[hidden]");
        assertThatThrownBy(() -> onlyLong.parse("hunter2"))
                .hasMessage("some.password=[hidden] is not allowed: expected a password, longer");
    }

    @Test
    void shouldKeepAnErrorOnOneLineOfBoundedLength() {
        assertThatThrownBy(() -> NetworkKeys.THREADS.parse("1\nFATAL forged line " + "x".repeat(5_000)))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("num.network.threads=1?FATAL")
                        .hasSizeLessThan(1_200));
    }

    @Test
    void shouldWriteAListenersKeyInLowerCase() {
        assertThat(NetworkKeys.MAX_CONNECTIONS.forListener("INTERNAL").name())
                .isEqualTo("listener.name.internal.max.connections");
    }

    @Test
    void shouldDeclareEveryKeyOnceWithADefaultThatItAllows() {
        var names = new HashSet<String>();
        for (var key : DeclaredKeys.ALL) {
            assertThat(names.add(key.name())).as(key.name()).isTrue();
            assertThat(key.doc()).as(key.name()).isNotBlank().doesNotContain("\n", "|");
            if (key.defaultValue() != null) {
                assertThat(key.parse(key.type().show(key.defaultValue()))).isEqualTo(key.defaultValue());
            }
        }
    }
}
