package dev.paddock.broker.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What Apache Kafka's DumpLogSegments says of all files in a home's folders, between two runs of brokers. */
final class SegmentDump {
    private static final long WAIT_S = 60;
    private static final List<String> KINDS = List.of(".log", ".index", ".timeindex", ".snapshot", ".txnindex");

    private final PeerHome home;

    private record Said(String out, String err) {}

    SegmentDump(PeerHome home) {
        this.home = home;
    }

    /** @param compacted parts of the names of files where it may miss what compaction, Kafka's too, takes away */
    void assertNoComplaints(List<String> compacted) throws Exception {
        Said said = run(files(KINDS), "--deep-iteration", "--print-data-log", "--verify-index-only");
        assertThat(said.out().contains("isvalid: true")).isTrue();
        assertThat(said.out().lines().filter(line -> line.contains("isvalid: false")))
                .isEmpty();
        // Each complaint is a line, and more lines that are indented.
        assertThat(Stream.of(said.err().split("\n(?! )"))
                        .filter(complaint ->
                                !complaint.isEmpty() && compacted.stream().noneMatch(complaint::contains)))
                .as("complaints")
                .isEmpty();
        List<String> indexes = files(List.of(".index", ".timeindex"));
        Said sanity = run(indexes, "--index-sanity-check");
        assertThat(sanity.out().lines().filter(line -> line.matches(".*(passed sanity check|index is empty)\\.")))
                .hasSameSizeAs(indexes);
        assertThat(sanity.err()).isEmpty();
    }

    private List<String> files(List<String> kinds) throws IOException {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Path> partition : home.partitions().entrySet()) {
            boolean isGoing = partition.getKey().endsWith("-delete");
            try (Stream<Path> files = Files.list(partition.getValue())) {
                files.filter(file -> !isGoing && kinds.stream().anyMatch(file.toString()::endsWith))
                        .map(file -> home.folder().relativize(file).toString())
                        .sorted()
                        .forEach(all::add);
            }
        }
        return all;
    }

    private Said run(List<String> files, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j.configuration=file:" + home.folder().resolve("log4j.properties"),
                "-cp",
                Path.of(System.getProperty("paddock.peer.jars")) + File.separator + "*",
                "kafka.tools.DumpLogSegments",
                "--files",
                String.join(",", files)));
        command.addAll(List.of(options));
        Path out = home.folder().resolve("dump.out");
        Path err = home.folder().resolve("dump.err");
        Process process = new ProcessBuilder(command)
                .directory(home.folder().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(WAIT_S, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        // Records are not always text.
        Said said = new Said(Files.readString(out, ISO_8859_1), Files.readString(err, ISO_8859_1));
        assertThat(process.exitValue()).as("%s", said.err()).isZero();
        return said;
    }
}
