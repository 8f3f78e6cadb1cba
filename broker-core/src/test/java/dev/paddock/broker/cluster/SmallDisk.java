package dev.paddock.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of some megabytes in memory, which can really be full. Only root may mount one. */
public final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Skips the test where that is not allowed. */
    public static SmallDisk mount(Path at, int megabytes) throws IOException {
        Files.createDirectories(at);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", at.toString()) == 0;
        assumeTrue(mounted, "a disk that is really full takes root, who may mount one at " + at);
        return new SmallDisk(at);
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        return process.exitValue();
    }

    public Path path() {
        return path;
    }

    /** Takes bytes away, which {@link #free} gives back. */
    public void take(int bytes) throws IOException {
        Files.write(path.resolve(FILLER), new byte[bytes]);
    }

    /** Takes all that is left, to the last byte. */
    public void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(path.resolve(FILLER + "-2"))) {
            byte[] page = new byte[4096];
            while (true) {
                filler.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    public void free() throws IOException {
        Files.deleteIfExists(path.resolve(FILLER));
        Files.deleteIfExists(path.resolve(FILLER + "-2"));
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", path.toString())).isZero();
    }
}
