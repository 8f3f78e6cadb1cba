package dev.paddock.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of a script: what it is given, and what it did. Its environment has nothing of ours but what is set here. */
final class Script {

    record Result(int exitCode, String out, String err) {}

    private static final int SECONDS_MAX = 60;

    private final Path folder;
    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    /** Runs {@code script} in {@code folder}, by the Java that runs this test. */
    Script(Path folder, Path script, String... arguments) {
        this.folder = folder;
        command.add(script.toString());
        command.addAll(List.of(arguments));
        environment.keySet().removeIf(name -> name.startsWith("PADDOCK_") || name.equals("LOG_DIR"));
        with("JAVA_HOME", System.getProperty("java.home"));
    }

    Script with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Script without(String name) {
        environment.remove(name);
        return this;
    }

    /** Starts it and does not wait. */
    Process start(Path out, Path err) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end. */
    Result run() throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "script", ".out");
        Path err = Files.createTempFile(folder, "script", ".err");
        Process process = start(out, err);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " still runs after " + SECONDS_MAX + " s");
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
