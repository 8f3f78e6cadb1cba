package dev.paddock.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.PartitionFolder.Kind;
import dev.paddock.log.peer.KafkaClasses;
import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionFolderTest {
    private static final String UNIQUE = "0123456789abcdef0123456789abcdef";

    @Test
    void shouldFindTheTopicInANameWithDashesAndDots() {
        assertThat(PartitionFolder.parse("a-b.c-1-22"))
                .contains(new PartitionFolder("a-b.c-1-22", new TopicPartition("a-b.c-1", 22), Kind.LIVE));
        assertThat(PartitionFolder.parse("a--0").orElseThrow().partition()).isEqualTo(new TopicPartition("a-", 0));
        assertThat(PartitionFolder.parse("a.b-1." + UNIQUE + "-delete").orElseThrow())
                .isEqualTo(
                        new PartitionFolder("a.b-1." + UNIQUE + "-delete", new TopicPartition("a.b", 1), Kind.DELETED));
        assertThat(PartitionFolder.parse("x-delete-3").orElseThrow().kind()).isEqualTo(Kind.LIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-0",
                "topic",
                "topic-",
                "topic--1x",
                "topic-01",
                "topic-+1",
                "topic-2147483648",
                "topic-99999999999",
                "top ic-0",
                "../x-0",
                ".-0",
                "..-0",
                "lost+found",
                "topic-0.delete",
                "topic-0.-delete",
                "topic-0-delete",
                "topic-x.abc-delete",
                "topic-0.abc-deleted",
                "topic-0.abc-DELETE",
                "topic-0.a b-future",
                "topic-0\n"
            })
    void shouldTakeNoOtherFolderForAPartitions(String name) {
        assertThat(PartitionFolder.parse(name)).isEmpty();
    }

    @Test
    void shouldRefuseATopicThatIsTooLong() {
        assertThat(PartitionFolder.parse("t".repeat(249) + "-0")).isPresent();
        assertThat(PartitionFolder.parse("t".repeat(250) + "-0")).isEmpty();
        assertThat(PartitionFolder.parse("t".repeat(100_000) + "-0." + UNIQUE + "-delete"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReadTheNamesItGives(Kind kind) {
        TopicPartition partition = new TopicPartition("my-topic.v2", 7);

        PartitionFolder folder = PartitionFolder.of(partition, kind, UNIQUE);

        assertThat(PartitionFolder.parse(folder.name())).contains(folder);
    }

    @Test
    void shouldGiveAndReadTheNamesOfKafka() {
        for (String topic : new String[] {"t", "my-topic.v2", "x".repeat(249)}) {
            TopicPartition partition = new TopicPartition(topic, 12);
            Object theirs = KafkaClasses.create("common.TopicPartition", topic, 12);
            for (Kind kind : Kind.values()) {
                String ours = PartitionFolder.of(partition, kind, UNIQUE).name();
                String given = (String) KafkaClasses.callStatic(log(), method(kind), theirs);

                assertThat(given.replaceAll("\\.[0-9a-f]{32}-", "." + UNIQUE + "-"))
                        .isEqualTo(ours);
                assertThat(PartitionFolder.parse(given).orElseThrow().kind()).isEqualTo(kind);
                assertThat(KafkaClasses.callStatic(log(), "parseTopicPartitionName", new File("/logs/" + ours)))
                        .hasToString(PartitionFolder.parse(given)
                                .orElseThrow()
                                .partition()
                                .toString());
            }
        }
        assertThatThrownBy(() -> KafkaClasses.callStatic(log(), "parseTopicPartitionName", new File("/logs/topic-x")))
                .hasMessageContaining("topic-x");
    }

    private static Class<?> log() {
        return KafkaClasses.scala("kafka.log.UnifiedLog");
    }

    private static String method(Kind kind) {
        return switch (kind) {
            case LIVE -> "logDirName";
            case DELETED -> "logDeleteDirName";
            case FUTURE -> "logFutureDirName";
            case STRAY -> "logStrayDirName";
        };
    }
}
