package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.ConsumeProbe;
import dev.paddock.broker.probe.ProduceProbe;
import dev.paddock.broker.probe.SimpleFetchProbe;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Kafka's clients of every era write, each reads: all codecs that both know, through all formats. */
class RecordErasIT {
    private static final List<String> ERAS =
            List.of("0.9.0.1", "0.10.2.2", "0.11.0.3", "1.1.1", "2.0.1", "2.4.1", "2.8.2", "3.3.2", "3.9.1", "4.4.0");
    /** The consumer of 0.9 does not read without the coordinator of a group. */
    private static final List<String> READING_ERAS = ERAS.subList(1, ERAS.size());

    private static final List<String> ERAS_WITH_ZSTD = List.of("2.4.1", "2.8.2", "3.3.2", "3.9.1", "4.4.0");
    private static final List<String> OLD_CODECS = List.of("none", "gzip", "snappy", "lz4");
    private static final int RECORDS = 7;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = TestCluster.of(1).with("paddock.shards", "2").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldCarryRecordsFromEveryEraToEveryEra() throws Exception {
        // given
        Written written = new Written();
        try (ClientEra first = ClientEra.of08()) {
            for (String codec : OLD_CODECS) {
                produce(first, "all-eras", codec, "0.8.2", written);
            }
        }
        for (String version : ERAS) {
            try (ClientEra era = ClientEra.of(version)) {
                for (String codec : OLD_CODECS) {
                    produce(era, "all-eras", codec, version, written);
                }
            }
        }

        // when, then
        for (String version : READING_ERAS) {
            try (ClientEra era = ClientEra.of(version)) {
                assertThat(era.run(ConsumeProbe.class, question("all-eras", written.count + " read_uncommitted")))
                        .as("read by %s", version)
                        .isEqualTo(written.lines.toString());
            }
        }
        try (ClientEra first = ClientEra.of08()) {
            assertThat(first.run(SimpleFetchProbe.class, question("all-eras", Integer.toString(written.count))))
                    .isEqualTo(written.lines.toString());
        }
    }

    @Test
    void shouldCarryZstdBetweenTheErasThatKnowIt() throws Exception {
        Written written = new Written();
        for (String version : ERAS_WITH_ZSTD) {
            try (ClientEra era = ClientEra.of(version)) {
                produce(era, "zstd", "zstd", version, written);
            }
        }
        for (String version : ERAS_WITH_ZSTD) {
            try (ClientEra era = ClientEra.of(version)) {
                assertThat(era.run(ConsumeProbe.class, question("zstd", written.count + " read_committed")))
                        .as("read by %s", version)
                        .isEqualTo(written.lines.toString());
            }
        }
    }

    @Test
    void shouldTakeRecordsThatNobodyWaitsFor() throws Exception {
        try (ClientEra era = ClientEra.of("3.9.1")) {
            era.run(ProduceProbe.class, question("no-acks", "none 0 " + RECORDS + " x"));

            assertThat(era.run(ConsumeProbe.class, question("no-acks", RECORDS + " read_uncommitted"))
                            .lines())
                    .hasSize(RECORDS);
        }
    }

    /** What the topic has to hold, as ConsumeProbe tells it. */
    private static final class Written {
        private final StringBuilder lines = new StringBuilder();
        private int count;
    }

    private static void produce(ClientEra era, String topic, String codec, String prefix, Written written)
            throws Exception {
        String value = prefix + "-" + codec;
        String last = era.run(ProduceProbe.class, question(topic, codec + " all " + RECORDS + " " + value));
        assertThat(last).as("%s with %s", prefix, codec).isEqualTo(Integer.toString(written.count + RECORDS - 1));
        for (int i = 0; i < RECORDS; i++) {
            written.lines
                    .append(written.count++)
                    .append(" key-")
                    .append(i)
                    .append(' ')
                    .append(value)
                    .append('-')
                    .append(i)
                    .append('\n');
        }
    }

    private static String question(String topic, String rest) {
        return cluster.bootstrap() + " " + topic + " " + rest;
    }
}
