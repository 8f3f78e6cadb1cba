package dev.paddock.broker.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end. */
public record Program(Path folder, List<String> command) {
    private static final long TIMEOUT_S = 120;

    /** What it printed and how it ended; -1 when there is no such program. */
    public record Ended(int exitCode, byte[] out, String err) {
        public String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    public static Program of(Path folder, String... command) {
        return new Program(folder, List.of(command));
    }

    public Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile(folder, "program", ".out");
        Path err = Files.createTempFile(folder, "program", ".err");
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String errors = Files.readString(err) + (ended ? "" : "stopped after " + TIMEOUT_S + " s");
            return new Ended(ended ? process.exitValue() : 1, Files.readAllBytes(out), errors);
        } catch (IOException e) {
            return new Ended(-1, new byte[0], e.getMessage());
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Fails with what it complained of when it does not end well. */
    public byte[] output(String... arguments) throws IOException, InterruptedException {
        Ended ended = run(arguments);
        if (ended.exitCode() != 0) {
            throw new AssertionError(command + " " + Arrays.toString(arguments) + " ended with " + ended.exitCode()
                    + ":\n" + ended.text() + ended.err());
        }
        return ended.out();
    }
}
