package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are not Java's, where this machine has them, on the cluster that quickstart.sh runs. */
class ForeignClientsIT {

    @TempDir
    static Path folder;

    /** The system's own Python has the packages of the system, whichever other comes first on the PATH. */
    private static final String PYTHON =
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    private static int port;
    private static Running cluster;

    @BeforeAll
    static void start() throws Exception {
        port = Port.freeRow(2);
        Path home = ScriptHome.copy(ScriptHome.DISTRIBUTION, folder.resolve("paddock"));
        Script script = new Script(
                folder,
                home.resolve("scripts/quickstart.sh"),
                "--brokers=2",
                "--port=" + port,
                "--zookeeper-port=" + Port.free());
        cluster = Running.start(folder, script);
        cluster.awaitOut("Ctrl-C stops it.");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldListBrokersToKcat() throws Exception {
        assumeTrue(succeeds("kcat", "-V"), "kcat is not installed");

        Script.Result result = run("kcat", "-L", "-b", "127.0.0.1:" + port);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(" 2 brokers:")
                .contains("broker 0 at 127.0.0.1:" + port)
                .contains("broker 1 at 127.0.0.1:" + (port + 1))
                .contains(" 0 topics:");
    }

    @Test
    void shouldListBrokersToPythonsOwnClient() throws Exception {
        assumeTrue(succeeds(PYTHON, "-c", "import kafka"), "python3-kafka is not installed");

        Script.Result result = run(PYTHON, "-c", """
                import sys
                from kafka import KafkaConsumer
                consumer = KafkaConsumer(bootstrap_servers=sys.argv[1])
                print(sorted(consumer.topics()))
                brokers = consumer._client.cluster.brokers()
                print(sorted((b.nodeId, b.host, b.port) for b in brokers))
                consumer.close()
                """, "127.0.0.1:" + port);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualTo("[]\n[(0, '127.0.0.1', " + port + "), (1, '127.0.0.1', " + (port + 1) + ")]\n");
    }

    @Test
    void shouldListBrokersToLibrdkafka() throws Exception {
        assumeTrue(succeeds(PYTHON, "-c", "import confluent_kafka"), "python3-confluent-kafka is not installed");

        Script.Result result = run(PYTHON, "-c", """
                import sys
                from confluent_kafka.admin import AdminClient
                found = AdminClient({'bootstrap.servers': sys.argv[1]}).list_topics(timeout=20)
                print(sorted((b.id, b.host, b.port) for b in found.brokers.values()), found.topics)
                """, "127.0.0.1:" + port);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualTo("[(0, '127.0.0.1', " + port + "), (1, '127.0.0.1', " + (port + 1) + ")] {}\n");
    }

    private static Script.Result run(String program, String... arguments) throws Exception {
        return new Script(folder, Path.of(program), arguments).run();
    }

    private static boolean succeeds(String program, String... arguments) throws Exception {
        try {
            return run(program, arguments).exitCode() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }
}
