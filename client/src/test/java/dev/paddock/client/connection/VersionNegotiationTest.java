package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.client.testing.FakeBroker;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionNegotiationTest {
    private final VersionNegotiation negotiation = new VersionNegotiation(VersionRules.NEWEST);

    @Test
    void shouldAskInTheNewestVersionAndSayWhoAsks() {
        assertThat(negotiation.version()).isEqualTo(ApiKey.API_VERSIONS.highestVersion());
        assertThat(negotiation.request().clientSoftwareName()).isEqualTo("paddock");
        assertThat(negotiation.request().clientSoftwareVersion()).matches("[0-9][0-9A-Za-z.-]*[0-9A-Za-z]");
    }

    @Test
    void shouldAgreeOnWhatTheBrokerAnnounces() {
        negotiation.onAnswer(FakeBroker.announcing(Map.of(ApiKey.METADATA, new int[] {1, 4})));

        assertThat(negotiation.agreed().usable(ApiKey.METADATA)).isEqualTo((short) 4);
    }

    @Test
    void shouldAskAgainInTheHighestVersionThatTheBrokerNames() {
        negotiation.onAnswer(refusal(Map.of(ApiKey.API_VERSIONS, new int[] {0, 2})));

        assertThat(negotiation.agreed()).isNull();
        assertThat(negotiation.version()).isEqualTo((short) 2);
    }

    @Test
    void shouldAskAgainInVersionZeroWhenTheBrokerNamesNone() {
        negotiation.onAnswer(refusal(Map.of()));

        assertThat(negotiation.version()).isZero();
    }

    @Test
    void shouldGiveUpWhenTheBrokerRefusesTwice() {
        negotiation.onAnswer(refusal(Map.of(ApiKey.API_VERSIONS, new int[] {0, 2})));

        assertThatThrownBy(() -> negotiation.onAnswer(refusal(Map.of(ApiKey.API_VERSIONS, new int[] {0, 1}))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("refuses ApiVersions v2");
    }

    @Test
    void shouldGiveUpWhenTheBrokerRefusesTheVersionThatItNames() {
        int asked = negotiation.version();

        assertThatThrownBy(() -> negotiation.onAnswer(refusal(Map.of(ApiKey.API_VERSIONS, new int[] {0, asked}))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldGiveUpOnAnyOtherError() {
        assertThatThrownBy(() ->
                        negotiation.onAnswer(new ApiVersionsResponse().errorCode(ErrorCode.INVALID_REQUEST.code())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("INVALID_REQUEST");
    }

    private static ApiVersionsResponse refusal(Map<ApiKey, int[]> ranges) {
        return FakeBroker.announcing(ranges).errorCode(ErrorCode.UNSUPPORTED_VERSION.code());
    }
}
