package dev.paddock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.generator.schema.VersionRange;
import dev.paddock.protocol.peer.Counterpart;
import dev.paddock.protocol.peer.KafkaMessages;
import dev.paddock.protocol.peer.KafkaRelease;
import dev.paddock.protocol.peer.PaddockMessages;
import dev.paddock.protocol.peer.PeerClasses;
import dev.paddock.protocol.peer.RandomMessages;
import dev.paddock.protocol.peer.Seeds;
import dev.paddock.protocol.peer.StructValue;
import dev.paddock.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message in every version of two releases of Kafka: the same values are the same bytes, both ways. */
class ByteForByteTest {
    private static final int ROUNDS = 16;
    /** Early access in 3.9, and changed later under the same version: here we are as 4.x is. */
    private static final Set<String> CHANGED_SINCE_EARLY_ACCESS =
            Set.of("ReadShareGroupStateSummaryResponse", "ShareGroupMetadataValue");

    static Stream<Arguments> everyMessage() {
        return Arrays.stream(KafkaRelease.values())
                .flatMap(release -> release.messages().stream()
                        .filter(message -> !isEarlyAccess(release, message))
                        .map(message -> Arguments.of(release, message.name(), message.versions(), message)));
    }

    private static boolean isEarlyAccess(KafkaRelease release, MessageSchema message) {
        return release == KafkaRelease.ZOOKEEPER && CHANGED_SINCE_EARLY_ACCESS.contains(message.name());
    }

    @ParameterizedTest(name = "{0} {1} v{2}")
    @MethodSource("everyMessage")
    void shouldWriteAndReadTheBytesThatKafkaDoes(
            KafkaRelease release, String name, VersionRange versions, MessageSchema schema) {
        KafkaMessages kafka = new KafkaMessages(release, schema);
        for (int v = versions.lowest(); v <= versions.highest(); v++) {
            short version = (short) v;
            Counterpart ours = Counterpart.of(schema, version);
            PaddockMessages paddock = new PaddockMessages(ours.schema().name());
            for (int round = 0; round < ROUNDS; round++) {
                long seed = Seeds.of(name, version, round);
                StructValue value = new RandomMessages(schema, ours.schema(), new Random(seed)).next(version);
                String what = release + " " + name + " v" + version + " seed " + seed;

                byte[] theirBytes = kafka.write(value, version);

                compare(what, theirBytes, paddock, paddock.build(ours.renamed(value)), ours.version());
                assertThat(kafka.rewrite(theirBytes, version))
                        .as("what Kafka makes of our bytes: %s", what)
                        .isEqualTo(theirBytes);
            }
        }
    }

    /** Our bytes are theirs from the first comparison on, so that what Kafka reads above is ours as well. */
    private static void compare(
            String what, byte[] theirBytes, PaddockMessages paddock, Message filled, short version) {
        assertThat(PaddockMessages.write(filled, version)).as("bytes: %s", what).isEqualTo(theirBytes);
        assertThat(filled.size(version)).as("size: %s", what).isEqualTo(theirBytes.length);
        ByteBuf in = Unpooled.wrappedBuffer(theirBytes);
        Message read = paddock.read(in, version);
        assertThat(in.isReadable()).as("bytes are left: %s", what).isFalse();
        assertThat(read).as("values: %s", what).isEqualTo(filled).hasSameHashCodeAs(filled);
        assertThat(PaddockMessages.write(read, version))
                .as("bytes written again: %s", what)
                .isEqualTo(theirBytes);
        read.release();
        assertThat(in.refCnt()).as("references after release: %s", what).isEqualTo(1);
    }

    /** The number of messages and versions, so that a test of nothing would be seen. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveOutNoMessageAndNoVersionOfARelease(KafkaRelease release) {
        assertThat(release.messages().stream()
                        .map(message -> release.messageClass(message).getName()))
                .as("the messages whose bytes are compared")
                .containsExactlyInAnyOrderElementsOf(PeerClasses.messages(release));

        for (MessageSchema message : release.messages()) {
            KafkaMessages kafka = new KafkaMessages(release, message);
            VersionRange versions =
                    new VersionRange(kafka.version("lowestSupportedVersion"), kafka.version("highestSupportedVersion"));
            assertThat(message.versions()).as(message.name()).isEqualTo(versions);
        }
    }
}
