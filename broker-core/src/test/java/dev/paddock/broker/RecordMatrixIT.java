package dev.paddock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.paddock.broker.cluster.ForeignPeers;
import dev.paddock.broker.cluster.JavaPeer;
import dev.paddock.broker.cluster.RecordPeer;
import dev.paddock.broker.cluster.RecordPeer.Lack;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.ProduceProbe;
import dev.paddock.broker.probe.ReadSamplesProbe;
import dev.paddock.broker.probe.Sample;
import dev.paddock.broker.probe.SimpleFetchProbe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What clients of every kind and era write, with every codec they know, each of them reads, exactly: offset, key, value,
 * headers and timestamp as far as its format has them. One topic for each codec, into which all write and from which all read.
 */
class RecordMatrixIT {
    private static final List<String> ERAS = List.of(
            "0.8.2.2",
            "0.9.0.1",
            "0.10.2.2",
            "0.11.0.3",
            "1.1.1",
            "2.0.1",
            "2.4.1",
            "2.8.2",
            "3.3.2",
            "3.9.1",
            "4.4.0");
    private static final String PREFIX = "matrix-";

    private static final List<RecordPeer> PEERS = new ArrayList<>();
    private static TestCluster cluster;
    private static ForeignPeers foreign;
    private static long firstTimestamp;

    /** What each topic has to hold, by offset; a timestamp that the writer chose is learnt by the first reader. */
    private final Map<String, List<Written>> topics = new LinkedHashMap<>();

    private record Written(RecordPeer writer, Sample sample) {}

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.of(1).with("paddock.shards", "2").start();
        firstTimestamp = System.currentTimeMillis() - 60_000;
        for (String version : ERAS) {
            PEERS.add(new JavaPeer(version));
        }
        foreign = ForeignPeers.lookFor(Path.of("target", "foreign-clients"));
        PEERS.addAll(foreign.found());
    }

    @AfterAll
    static void stop() throws Exception {
        for (RecordPeer peer : PEERS) {
            peer.close();
        }
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldCarryRecordsFromEveryWriterToEveryReader() {
        Stream<DynamicTest> missing = foreign.missing().entrySet().stream()
                .map(reason -> dynamicTest(reason.getKey(), () -> abort(reason.getValue())));
        Stream<DynamicTest> writes =
                PEERS.stream().map(peer -> dynamicTest(peer.name() + " writes", () -> write(peer)));
        Stream<DynamicTest> reads = newestFirst().stream()
                .filter(peer -> !peer.lacks().contains(Lack.READING))
                .map(peer -> dynamicTest(peer.name() + " reads", () -> read(peer)));
        return Stream.of(missing, writes, reads).flatMap(tests -> tests);
    }

    @Test
    void shouldTakeRecordsThatNobodyWaitsFor() throws Exception {
        try (ClientEra era = ClientEra.of("3.9.1")) {
            era.run(ProduceProbe.class, cluster.bootstrap() + " no-acks none 0 7 x");

            assertThat(era.run(ReadSamplesProbe.class, cluster.bootstrap() + " no-acks=7")
                            .lines())
                    .hasSize(7);
        }
    }

    @Test
    void shouldTellConsumersOf08ThatTheyCannotReadZstd() throws Exception {
        int unsupportedCompressionType = 76;
        try (ClientEra newer = ClientEra.of("3.9.1");
                ClientEra first = ClientEra.of08()) {
            newer.run(ProduceProbe.class, cluster.bootstrap() + " only-zstd zstd all 3 x");

            assertThatThrownBy(() -> first.run(SimpleFetchProbe.class, cluster.bootstrap() + " only-zstd=3"))
                    .hasMessageContaining("failed with error " + unsupportedCompressionType);
        }
    }

    /** The first of them knows everything that a record has. */
    private static List<RecordPeer> newestFirst() {
        List<RecordPeer> peers = new ArrayList<>(PEERS);
        Collections.reverse(peers);
        return peers;
    }

    private void write(RecordPeer peer) throws Exception {
        peer.write(cluster.bootstrap(), firstTimestamp, PREFIX);
        for (String codec : peer.codecs()) {
            List<Written> topic = topics.computeIfAbsent(PREFIX + codec, name -> new ArrayList<>());
            peer.written(firstTimestamp).forEach(sample -> topic.add(new Written(peer, sample)));
        }
    }

    private void read(RecordPeer peer) throws Exception {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String codec : peer.codecs()) {
            wanted.put(PREFIX + codec, topics.get(PREFIX + codec).size());
        }

        List<String> lines = peer.read(cluster.bootstrap(), wanted).lines().toList();

        int next = 0;
        for (String topic : wanted.keySet()) {
            List<Written> records = topics.get(topic);
            for (int offset = 0; offset < records.size() && next < lines.size(); offset++) {
                Written written = learnt(records, offset, lines.get(next));
                assertThat(lines.get(next++))
                        .as("%s of %s", topic, written.writer().name())
                        .isEqualTo(RecordPeer.seenBy(peer.lacks(), written.sample())
                                .line(offset));
            }
        }
        assertThat(lines).hasSize(next);
        assertThat(next)
                .isEqualTo(wanted.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** A writer's own time must be that of now, and the same for all who read it. */
    private Written learnt(List<Written> records, int offset, String line) {
        Written written = records.get(offset);
        boolean isOpen = written.writer().lacks().contains(Lack.CHOICE_OF_TIMESTAMPS)
                && written.sample().timestamp() < firstTimestamp + 1_000;
        if (isOpen) {
            long told = Long.parseLong(line.split(" ", -1)[3]);
            assertThat(told).isBetween(firstTimestamp + 1_000, System.currentTimeMillis());
            records.set(offset, new Written(written.writer(), written.sample().at(told)));
        }
        return records.get(offset);
    }
}
