package dev.paddock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.generator.schema.VersionRange;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.HeaderVersion;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.peer.FrameKind;
import dev.paddock.protocol.peer.KafkaApis;
import dev.paddock.protocol.peer.KafkaApis.KafkaApi;
import dev.paddock.protocol.peer.KafkaRelease;
import dev.paddock.protocol.peer.PaddockMessages;
import dev.paddock.protocol.peer.Seeds;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.WireReader;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApiKeyTest {
    @Test
    void shouldBeTheApisOfBothReleasesWithTheVersionsOfBoth() {
        Map<Integer, VersionRange> theirs = new TreeMap<>();
        for (KafkaRelease release : KafkaRelease.values()) {
            for (KafkaApi api : new KafkaApis(release).all()) {
                theirs.merge((int) api.id(), api.versions(), (a, b) -> a.union(b, api.name()));
            }
        }

        Map<Integer, VersionRange> ours = new TreeMap<>();
        for (ApiKey api : ApiKey.values()) {
            ours.put((int) api.id(), new VersionRange(api.lowestVersion(), api.highestVersion()));
        }

        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void shouldHaveTheNamesOfTheNewestReleaseThatKnowsTheApi() {
        for (ApiKey api : ApiKey.values()) {
            KafkaApi theirs = find(KafkaRelease.NEWEST, api);
            if (theirs == null || theirs.versions().isEmpty()) {
                theirs = find(KafkaRelease.ZOOKEEPER, api);
            }
            assertThat(api.displayName()).isEqualTo(theirs.name());
            assertThat(api.name()).isEqualTo(theirs.constant());
        }
    }

    private static KafkaApi find(KafkaRelease release, ApiKey api) {
        List<KafkaApi> found = new KafkaApis(release)
                .all().stream().filter(theirs -> theirs.id() == api.id()).toList();
        return found.isEmpty() ? null : found.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendTheHeadersThatKafkaSends(KafkaRelease release) {
        for (KafkaApi theirs : new KafkaApis(release).all()) {
            ApiKey ours = ApiKey.forId(theirs.id());
            VersionRange versions = theirs.versions();
            for (int v = versions.lowest(); v <= versions.highest(); v++) {
                short version = (short) v;
                assertThat(HeaderVersion.ofRequest(ours, version))
                        .as("request header of %s v%s", ours, version)
                        .isEqualTo(theirs.requestHeader(version));
                assertThat(HeaderVersion.ofResponse(ours, version))
                        .as("response header of %s v%s", ours, version)
                        .isEqualTo(theirs.responseHeader(version));
            }
        }
    }

    @Test
    void shouldSendControlledShutdownV0WithoutAClientId() {
        assertThat(HeaderVersion.ofRequest(ApiKey.CONTROLLED_SHUTDOWN, 0)).isEqualTo((short) 0);
        assertThat(HeaderVersion.ofRequest(ApiKey.CONTROLLED_SHUTDOWN, 1)).isEqualTo((short) 1);
    }

    @Test
    void shouldAnswerApiVersionsWithTheFirstHeaderInEveryVersion() {
        for (int version = 0; version <= ApiKey.API_VERSIONS.highestVersion(); version++) {
            assertThat(HeaderVersion.ofResponse(ApiKey.API_VERSIONS, version)).isEqualTo((short) 0);
        }
    }

    @Test
    void shouldKnowNoApiByANumberOutOfRange() {
        assertThat(ApiKey.forId(-1)).isNull();
        assertThat(ApiKey.forId(Short.MAX_VALUE)).isNull();
        assertThat(ApiKey.forId(0)).isSameAs(ApiKey.PRODUCE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheRequestsAndResponsesOfTheApi(ApiKey api) {
        short version = api.highestVersion();
        FrameKind request = FrameKind.of(api.displayName() + "Request", version);
        FrameKind response = FrameKind.of(api.displayName() + "Response", version);
        byte[] asked = request.random(new Random(Seeds.of(api)));
        byte[] answered = response.random(new Random(Seeds.of(api)));

        RequestMessage<?> readRequest = api.readRequest(new WireReader(Unpooled.wrappedBuffer(asked)), version);
        Message readResponse = api.readResponse(new WireReader(Unpooled.wrappedBuffer(answered)), version);

        assertThat(readRequest.apiKey()).isSameAs(api);
        assertThat(PaddockMessages.write(readRequest, version)).isEqualTo(asked);
        assertThat(readResponse.getClass().getSimpleName()).isEqualTo(api.displayName() + "Response");
        assertThat(PaddockMessages.write(readResponse, version)).isEqualTo(answered);
    }
}
