package dev.paddock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.peer.Counterpart;
import dev.paddock.protocol.peer.KafkaMessages;
import dev.paddock.protocol.peer.KafkaRelease;
import dev.paddock.protocol.peer.PaddockMessages;
import dev.paddock.protocol.peer.Seeds;
import dev.paddock.protocol.peer.StrayFields;
import dev.paddock.protocol.peer.StrayFields.Stray;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.UnknownTaggedField;
import dev.paddock.protocol.wire.UnsupportedVersionException;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A field that is set in a version without it: refused, or dropped where the schema calls it ignorable, as Kafka does. */
class FieldsOutsideTheirVersionTest {
    static Stream<Arguments> everyMessage() {
        return Arrays.stream(KafkaRelease.values())
                .flatMap(release ->
                        release.messages().stream().map(message -> Arguments.of(release, message.name(), message)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyMessage")
    void shouldRefuseWhatKafkaRefusesAndDropWhatItDrops(KafkaRelease release, String name, MessageSchema schema) {
        KafkaMessages kafka = new KafkaMessages(release, schema);
        for (int v = schema.versions().lowest(); v <= schema.versions().highest(); v++) {
            short version = (short) v;
            Counterpart ours = Counterpart.of(schema, version);
            PaddockMessages paddock = new PaddockMessages(ours.schema().name());
            long seed = Seeds.of(name, version);
            for (Stray stray : new StrayFields(schema, new Random(seed)).of(version)) {
                String what = release + " " + name + " v" + version + " with " + stray.path() + " seed " + seed;
                Message filled = paddock.build(ours.renamed(stray.message()));
                if (kafka.refuses(stray.message(), version)) {
                    assertThatThrownBy(() -> PaddockMessages.write(filled, ours.version()))
                            .as(what)
                            .isInstanceOf(UnsupportedVersionException.class);
                } else {
                    assertThat(PaddockMessages.write(filled, ours.version()))
                            .as(what)
                            .isEqualTo(kafka.write(stray.message(), version));
                }
            }
        }
    }

    @Test
    void shouldNameTheFieldAndTheVersionThatHasNoPlaceForIt() {
        FetchRequest request = new FetchRequest().forgottenTopicsData(List.of(new FetchRequest.ForgottenTopic()));

        assertThatThrownBy(() -> PaddockMessages.write(request, (short) 6))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("version 6 has no place for forgottenTopicsData, which is set");
    }

    @Test
    void shouldDropAnIgnorableField() {
        FetchRequest request = new FetchRequest().rackId("rack-1");

        byte[] bytes = PaddockMessages.write(request, (short) 10);

        assertThat(bytes).isEqualTo(PaddockMessages.write(new FetchRequest(), (short) 10));
    }

    @Test
    void shouldKeepATagThatMeansSomethingInOtherVersionsOnly() {
        // Tag 1 is the replica's state from version 15 on.
        UnknownTaggedField unknown = new UnknownTaggedField(1, new byte[] {7, 8});
        FetchRequest request = new FetchRequest().clusterId("c").unknownTaggedFields(List.of(unknown));

        byte[] bytes = PaddockMessages.write(request, (short) 12);

        Message read = new PaddockMessages("FetchRequest").read(Unpooled.wrappedBuffer(bytes), (short) 12);
        assertThat(read).isEqualTo(request);
    }
}
