package dev.paddock.broker;

import static dev.paddock.broker.RecordRequests.TIME;
import static dev.paddock.broker.RecordRequests.batch;
import static dev.paddock.broker.RecordRequests.only;
import static dev.paddock.broker.RecordRequests.produce;
import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paddock.broker.cluster.Program;
import dev.paddock.broker.cluster.Program.Ended;
import dev.paddock.broker.cluster.TestCluster;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with kcat: look at the end, the beginning, by time; and the errors that they see. */
class KcatIT {
    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static Program kcat;

    /** Offsets 0 to 4, a millisecond apart from TIME on. */
    @BeforeAll
    static void start() throws Exception {
        kcat = Program.of(folder, "kcat");
        assumeTrue(kcat.run("-V").exitCode() == 0, "kcat is not installed");
        cluster = TestCluster.of(1).start();
        int port = cluster.broker(0).port("PLAINTEXT");
        CreatableTopic wanted =
                new CreatableTopic().name("orders").numPartitions(1).replicationFactor((short) 1);
        RawClient.ask(port, new CreateTopicsRequest().topics(List.of(wanted)), 5);
        await("records", () -> {
            try {
                return only(RawClient.ask(port, produce("orders", 0, 1, batch("a", "b", "c", "d", "e")), 9))
                                .errorCode()
                        == 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void shouldReadFromWhereItIsTold() throws Exception {
        assertThat(read("-o", "beginning")).isEqualTo("0a1b2c3d4e");
        assertThat(read("-o", "end")).isEmpty();
        assertThat(read("-o", "-2")).isEqualTo("3d4e");
        assertThat(read("-o", "3")).isEqualTo("3d4e");
        assertThat(read("-o", "s@" + (TIME + 2))).isEqualTo("2c3d4e");
        assertThat(read("-o", "s@" + (TIME + 1), "-o", "e@" + (TIME + 3))).isEqualTo("1b2c");
        assertThat(read("-o", "beginning", "-X", "isolation.level=read_committed"))
                .isEqualTo("0a1b2c3d4e");
    }

    @Test
    void shouldGoWhereItIsToldWhenAnOffsetIsNotThere() throws Exception {
        assertThat(read("-o", "77", "-X", "auto.offset.reset=earliest")).isEqualTo("0a1b2c3d4e");

        Ended refused = run("-C", "-t", "orders", "-p", "0", "-e", "-o", "77", "-X", "auto.offset.reset=error");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Offset out of range");
    }

    @Test
    void shouldFindOffsetsByTime() throws Exception {
        assertThat(run("-Q", "-t", "orders:0:" + (TIME + 3)).text()).isEqualTo("orders [0] offset 3\n");
        assertThat(run("-Q", "-t", "orders:0:" + (TIME + 9)).text()).isEqualTo("orders [0] offset -1\n");
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        Path large = folder.resolve("large");
        Files.writeString(large, "x".repeat(2_000_000));
        Path small = Files.writeString(folder.resolve("small"), "x");

        assertThat(run("-C", "-t", "missing", "-e", "-X", "allow.auto.create.topics=false")
                        .err())
                .contains("Unknown topic or partition");
        assertThat(run("-C", "-t", "orders", "-p", "7", "-e").err()).contains("partition 7 does not exist");
        assertThat(run("-P", "-t", "no spaces", "-p", "0", small.toString()).err())
                .contains("Invalid topic");
        assertThat(run("-P", "-t", "orders", "-p", "0", "-X", "message.max.bytes=3000000", large.toString())
                        .err())
                .contains("Message size too large");
        assertThat(run("-P", "-t", "orders", "-X", "transactional.id=t", "-m", "5", small.toString())
                        .err())
                .contains("Required feature not supported by broker");
    }

    @Test
    void shouldCreateTopicsByWritingToThem() throws Exception {
        Path input = Files.writeString(folder.resolve("input"), "one\ntwo\n");
        for (String acks : List.of("0", "1", "all")) {
            String topic = "created-" + acks;

            assertThat(run("-P", "-t", topic, "-l", "-X", "acks=" + acks, input.toString())
                            .exitCode())
                    .isZero();

            assertThat(run("-C", "-t", topic, "-o", "beginning", "-c", "2", "-q")
                            .text())
                    .isEqualTo("one\ntwo\n");
        }
    }

    private static String read(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("-C", "-t", "orders", "-p", "0", "-e", "-q", "-f", "%o%s"));
        words.addAll(Arrays.asList(more));
        return run(words.toArray(String[]::new)).text();
    }

    private static Ended run(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("-b", cluster.bootstrap()));
        all.addAll(Arrays.asList(words));
        return kcat.run(all.toArray(String[]::new));
    }
}
