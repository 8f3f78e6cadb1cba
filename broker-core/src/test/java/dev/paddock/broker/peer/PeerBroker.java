package dev.paddock.broker.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** One run of a broker, Paddock or Apache Kafka 3.9.1, in a process of its own; ends by stop or by kill. */
public final class PeerBroker {
    private static final long WAIT_S = 60;
    private static final Pattern PROBLEM = Pattern.compile("^(WARN|ERROR|FATAL) .*");
    /**
     * Kafka's controller calls its own broker before that listens, and Kafka tells of the sequence that {@link Sequences}
     * leaves out and of a setting that it has outgrown; Paddock lists the settings that it does not have, and waits for the
     * session of one that was killed.
     */
    private static final Pattern EVERYDAY =
            Pattern.compile(".*( could not be established\\. Node may not be available\\."
                    + "|controller\\.RequestSendThread\\)"
                    + "|Error processing append operation on partition counted-0 "
                    + "|message\\.format\\.version with value .* is ignored"
                    + "|no broker answers; awaiting its end|log\\.cleaner\\.enable is false"
                    + "|settings of Kafka's that have no effect here).*");

    private static final String LOG4J = """
            log4j.rootLogger=INFO, out
            log4j.appender.out=org.apache.log4j.ConsoleAppender
            log4j.appender.out.layout=org.apache.log4j.PatternLayout
            log4j.appender.out.layout.ConversionPattern=%p %m (%c)%n
            """;
    private static final String LOGBACK = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %msg \\(%logger\\)%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final Process process;
    private final Path log;

    private PeerBroker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns when it has said that it serves. */
    static PeerBroker start(String kind, String name, PeerHome home) throws IOException {
        Path folder = home.folder();
        Files.writeString(folder.resolve("log4j.properties"), LOG4J);
        Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        boolean isKafka = kind.equals("kafka");
        String classPath = isKafka
                ? Path.of(System.getProperty("paddock.peer.jars")) + File.separator + "*"
                : System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j.configuration=file:" + folder.resolve("log4j.properties"),
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                classPath,
                isKafka ? "kafka.Kafka" : "dev.paddock.broker.Main",
                folder.resolve(name + ".properties").toString()));
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PeerBroker broker = new PeerBroker(process, log);
        broker.awaitLine(isKafka ? "started (kafka.server.KafkaServer)" : " is up after ");
        return broker;
    }

    private void awaitLine(String text) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!log().contains(text)) {
            assertThat(process.isAlive()).as("it has ended: %s", log()).isTrue();
            assertThat(System.nanoTime()).as("still not started: %s", log()).isLessThan(giveUp);
            LockSupport.parkNanos(20_000_000);
        }
    }

    public String log() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /** All that an operator would be alarmed by. */
    public List<String> problems() throws IOException {
        return log().lines().filter(line -> PROBLEM.matcher(line).matches()).toList();
    }

    /** But for what comes with every start. */
    public void assertNoProblems() throws IOException {
        assertThat(problems().stream().filter(line -> !EVERYDAY.matcher(line).matches()))
                .isEmpty();
    }

    /** In order, as by SIGTERM. */
    public void stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(WAIT_S, TimeUnit.SECONDS)).as("stopped").isTrue();
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
