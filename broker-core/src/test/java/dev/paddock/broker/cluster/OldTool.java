package dev.paddock.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of Kafka 2.1, the last release whose tools write into ZooKeeper themselves, in a process of its own. */
public final class OldTool {
    private static final long TIMEOUT_S = 60;

    private OldTool() {}

    /** What it printed; fails when it does not end well. */
    public static String run(TestCluster cluster, String command, String... arguments) {
        Path jars = Path.of("target", "tools-of-2-1").toAbsolutePath();
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars + File.separator + "*",
                "kafka.admin." + command,
                "--zookeeper",
                cluster.zooKeeper().getConnectString() + "/test"));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line)
                    .directory(cluster.folder().toFile())
                    .redirectErrorStream(true)
                    .start();
            try {
                String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
                        .as(printed)
                        .isTrue();
                assertThat(process.exitValue()).as(printed).isZero();
                return printed;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new AssertionError("cannot start " + line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
