package dev.paddock.log.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.OpenFiles;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Kafka 3.9.1's DumpLogSegments, in its own process, has nothing to say against a folder that we wrote. */
class DumpLogSegmentsIT {
    private static final String LOG4J = """
            log4j.rootLogger=WARN, err
            log4j.appender.err=org.apache.log4j.ConsoleAppender
            log4j.appender.err.target=System.err
            log4j.appender.err.layout=org.apache.log4j.PatternLayout
            log4j.appender.err.layout.ConversionPattern=%m%n
            """;

    @TempDir
    Path folder;

    private int records;

    /** What a process said. */
    private record Said(String out, String err) {}

    @BeforeEach
    void writeThreeSegments() throws IOException {
        DiskLogDirectory directory = new DiskLogDirectory(folder);
        directory.createFolder("t-0");
        SegmentContext context = new SegmentContext(directory, "t-0", new OpenFiles(10), Runnable::run, 4096, 10 << 20);
        SegmentModel model = new SegmentModel(new Random(7), 0);
        for (int segments = 0; segments < 3; segments++) {
            LogSegment segment = LogSegment.create(context, model.nextOffset());
            for (int i = 0; i < 300; i++) {
                List<SegmentModel.Batch> next = model.next();
                ByteBuf bytes = SegmentModel.bytes(next);
                segment.append(bytes, AppendSpan.of(bytes));
                model.take(next);
            }
            long last = model.nextOffset() - 1;
            segment.appendAborted(new AbortedTxn(9, segment.baseOffset(), last, last + 1));
            // The active one is as a crash of ours would leave it: what was not sealed is not all in the index files.
            if (segments < 2) {
                segment.seal();
            }
            segment.force();
        }
        records = model.batches.stream()
                .mapToInt(batch -> batch.timestamps().length)
                .sum();
        Files.writeString(folder.resolve("log4j.properties"), LOG4J);
    }

    private Said dump(String kind, String... options) throws IOException, InterruptedException {
        String files;
        try (Stream<Path> all = Files.list(folder.resolve("t-0"))) {
            files = String.join(
                    ",",
                    all.map(Path::toString)
                            .filter(name -> name.endsWith(kind))
                            .sorted()
                            .toList());
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlog4j.configuration=file:" + folder.resolve("log4j.properties"),
                "-cp",
                Path.of(System.getProperty("paddock.peer.jars")).resolve("*").toString(),
                "kafka.tools.DumpLogSegments",
                "--files",
                files));
        command.addAll(List.of(options));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        Said said = new Said(Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        assertThat(process.exitValue()).as("%s", said).isZero();
        return said;
    }

    @Test
    void shouldReadEveryRecord() throws Exception {
        Said said = dump(".log", "--deep-iteration", "--print-data-log");

        assertThat(said.out().lines().filter(line -> line.startsWith("| offset: ")))
                .hasSize(records);
        assertThat(said.out()).contains("isvalid: true").doesNotContain("isvalid: false");
        // Some offsets are missing on purpose, as after compaction, and only of that it may speak.
        assertThat(said.err().lines())
                .allMatch(line -> line.startsWith("Non-consecutive offsets") || line.contains("is followed by"));
    }

    @Test
    void shouldFindTheIndexesSane() throws Exception {
        for (String kind : List.of(".index", ".timeindex")) {
            Said said = dump(kind, "--index-sanity-check");
            assertThat(said.err()).isEmpty();
            assertThat(said.out().lines().filter(line -> line.endsWith("passed sanity check.")))
                    .hasSize(3);
        }
    }

    @Test
    void shouldFindEveryEntryOfTheIndexesTrue() throws Exception {
        for (String kind : List.of(".index", ".timeindex")) {
            Said verified = dump(kind, "--verify-index-only");
            Said dumped = dump(kind);
            assertThat(verified.err()).isEmpty();
            assertThat(dumped.err()).isEmpty();
            assertThat(dumped.out().lines().filter(line -> line.contains("offset: ")))
                    .hasSizeGreaterThan(30);
        }
    }

    @Test
    void shouldReadTheAbortedTransactions() throws Exception {
        Said said = dump(".txnindex");

        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines().filter(line -> line.contains("version: 0 producerId: 9 firstOffset: ")))
                .hasSize(3);
    }
}
