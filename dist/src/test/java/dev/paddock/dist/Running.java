package dev.paddock.dist;

import static dev.paddock.dist.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server that a script has become, with what it prints; killed at the end of the test when it still runs. */
final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Running start(Path folder, Script script) throws IOException {
        Path out = Files.createTempFile(folder, "running", ".out");
        Path err = Files.createTempFile(folder, "running", ".err");
        return new Running(script.start(out, err), out, err);
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits for a word; a process that ends before it fails the test with all that it said. */
    void awaitOut(String word) throws Exception {
        await(word, () -> {
            assertThat(process.isAlive() || out().contains(word))
                    .as(out() + err())
                    .isTrue();
            return out().contains(word);
        });
    }

    void awaitAnswer(int port) throws Exception {
        await("an answer at " + port, () -> {
            assertThat(process.isAlive()).as(out() + err()).isTrue();
            return Port.answers(port);
        });
    }

    int exitCode(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
        return exitCode();
    }

    int exitCode() throws Exception {
        assertThat(process.waitFor(Await.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
