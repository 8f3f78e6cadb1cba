package dev.paddock.broker;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.cluster.CapturedLog;
import dev.paddock.broker.cluster.CompactedTopic;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.probe.ClientEra;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compaction in a running broker, seen by Kafka's own clients. */
class CompactionIT {
    private static final String COMPACT =
            "segment.bytes=1000;min.cleanable.dirty.ratio=0.01;delete.retention.ms=50;file.delete.delay.ms=10";
    private static final Pattern METRICS = Pattern.compile("Metrics are at (http://127.0.0.1:\\d+/metrics)");
    private static final Pattern CLEANED = Pattern.compile("cleaned \\S+-0, new offsets (\\d+) to (\\d+)");

    private final CapturedLog log = CapturedLog.ofPaddock();
    private TestCluster cluster;
    private ClientEra clients;

    @BeforeEach
    void start() {
        cluster = TestCluster.of(1)
                .with("log.cleaner.backoff.ms", "20")
                .with("log.cleaner.dedupe.buffer.size", "4000000")
                .with("log.retention.check.interval.ms", "50")
                .with("paddock.metrics.listener", "127.0.0.1:0")
                .start();
        clients = ClientEra.of("3.9.1");
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        cluster.close();
        log.close();
    }

    private CompactedTopic topic(String name, String configs) throws Exception {
        CompactedTopic topic = new CompactedTopic(clients, cluster.bootstrap(), name);
        topic.ask("create " + configs);
        return topic;
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what, () -> {
            try {
                return condition.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void shouldLeaveConsumersTheLastOfEachKeyWhereItWas() throws Exception {
        // given
        CompactedTopic topic = topic("orders", "cleanup.policy=compact;" + COMPACT);
        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            topic.write(codec, 100, 20, codec);
        }
        topic.write("none", 5, 5, "-");

        // when
        topic.write("zstd", 100, 20, "next");
        topic.write("none", 3, 3, "-");
        topic.write("none", 60, 1, "fill");

        // then
        eventually("compacted", () -> topic.readAll().size() < topic.count() / 3);
        eventually("tombstones gone", () -> {
            // What was seen once goes with the next cleaning.
            topic.write("none", 60, 1, "fill");
            return topic.readAll().values().stream().noneMatch(record -> record.value() == null);
        });
        assertThat(new HashSet<>(CompactedTopic.keys(topic.readAll()))).doesNotContain("key-1", "key-2");
        assertThat(topic.ask("write-no-key")).isEqualTo("InvalidRecordException");
        String page = page();
        assertThat(page).contains("paddock_cleaner_uncleanable_partitions 0.0");
        assertThat(page).containsPattern("paddock_cleaner_runs [1-9]");
        assertThat(page).containsPattern("paddock_cleaner_read_bytes [1-9]");
        assertThat(page).containsPattern("paddock_cleaner_written_bytes [1-9]");
        assertThat(page).containsPattern("paddock_cleaner_max_dirty_percent \\d");
        assertThat(page).containsPattern("paddock_cleaner_ms_since_last_look \\d");
        assertThat(log.problems()).isEmpty();
    }

    @Test
    void shouldGoOnAfterARestartWhereTheCheckpointSays() throws Exception {
        // given
        CompactedTopic topic = topic("orders", "cleanup.policy=compact;" + COMPACT);
        topic.write("none", 300, 10, "first");
        eventually("compacted", () -> topic.readAll().size() < 150);
        cluster.broker(0).close();
        List<String> checkpoint =
                Files.readAllLines(cluster.folder().resolve("broker-0").resolve("cleaner-offset-checkpoint"));
        long cleanedTo = Long.parseLong(checkpoint.get(2).split(" ")[2]);
        assertThat(cleanedTo).isPositive();

        // when
        try (CapturedLog again = CapturedLog.ofPaddock();
                Broker broker = Broker.start(cluster.settings(0, Map.of()))) {
            topic.bootstrap("127.0.0.1:" + broker.port("PLAINTEXT"));
            topic.readAll();
            topic.write("none", 300, 10, "second");
            eventually("compacted", () -> topic.readAll().size() < 150);

            // then
            assertThat(cleanings(again).get(0)).isEqualTo(cleanedTo);
            assertThat(again.problems()).isEmpty();
        }
    }

    /** Where each began. */
    private static List<Long> cleanings(CapturedLog log) {
        return log.lines().stream()
                .map(CLEANED::matcher)
                .filter(Matcher::find)
                .map(line -> Long.parseLong(line.group(1)))
                .toList();
    }

    @Test
    void shouldCompactFromWhenTheTopicIsToldToAndLeaveItWhenItIsNoMore() throws Exception {
        // given
        CompactedTopic topic = topic("orders", "cleanup.policy=delete;" + COMPACT);
        topic.write("none", 300, 10, "first");
        assertThat(topic.readAll()).hasSize(300);

        // when
        topic.ask("alter cleanup.policy=compact");

        // then
        eventually("compacted", () -> topic.readAll().size() < 150);
        assertThat(topic.ask("write-no-key")).isEqualTo("InvalidRecordException");

        // when
        topic.ask("alter cleanup.policy=delete");
        int before = cleanings(log).size();
        topic.write("none", 300, 10, "second");

        // then
        assertThat(topic.readAll()).hasSizeGreaterThan(300);
        assertThat(cleanings(log)).hasSizeLessThanOrEqualTo(before + 1);
    }

    @Test
    void shouldDeleteWhatIsOldOfATopicThatIsCompactedAndDeleted() throws Exception {
        // given
        String both = "retention.ms=1;" + COMPACT;
        CompactedTopic compacted = topic("compacted", "cleanup.policy=compact;" + both);
        compacted.write("none", 300, 100, "first");
        CompactedTopic deleted = topic("deleted", "cleanup.policy=compact,delete;" + both);

        // when
        deleted.write("none", 300, 100, "first");

        // then
        eventually("deleted", () -> deleted.read().size() < 50);
        assertThat(deleted.ask("write-no-key")).isEqualTo("InvalidRecordException");
        compacted.readAll();
        assertThat(log.problems()).isEmpty();
    }

    @Test
    void shouldLetGoOfATopicThatIsDeletedWhileItIsCompactedAndStopSoon() throws Exception {
        // given
        long stopNanos;
        cluster.broker(0).close();
        try (Broker broker = Broker.start(cluster.settings(0, Map.of("log.cleaner.io.max.bytes.per.second", "2000")))) {
            CompactedTopic topic = new CompactedTopic(clients, "127.0.0.1:" + broker.port("PLAINTEXT"), "orders");
            topic.ask("create cleanup.policy=compact;" + COMPACT);
            topic.write("none", 300, 10, "first");
            eventually("begun", () -> isCleanerBusy());

            // when
            topic.ask("drop");

            // then
            CompactedTopic next = new CompactedTopic(clients, "127.0.0.1:" + broker.port("PLAINTEXT"), "orders");
            eventually("gone", () -> {
                try {
                    next.ask("create cleanup.policy=compact;" + COMPACT);
                    return true;
                } catch (IllegalStateException e) {
                    return false;
                }
            });
            next.write("gzip", 300, 10, "again");
            assertThat(next.readAll()).isNotEmpty();
            eventually("begun again", () -> isCleanerBusy());
            stopNanos = System.nanoTime();
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopNanos)).isLessThan(5_000);
        assertThat(log.problems()).isEmpty();
    }

    /** Between its two passes it waits for the time that it may transfer again. */
    private static boolean isCleanerBusy() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("log-cleaner-"))
                .flatMap(thread -> List.of(thread.getValue()).stream())
                .anyMatch(frame -> frame.getMethodName().equals("transferred"));
    }

    private String page() throws Exception {
        String address = log.lines().stream()
                .map(METRICS::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .findFirst()
                .orElseThrow();
        try (InputStream in = URI.create(address).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
