package dev.paddock.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Copies of the distribution and stand-ins for other programs, below the folder of a test. */
final class ScriptHome {

    /** The distribution that the build assembled. */
    static final Path DISTRIBUTION = Path.of(System.getProperty("paddock.distribution"));

    private ScriptHome() {}

    /** Copies {@code from} with everything below it; {@code to} must not be there yet. */
    static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
        return to;
    }

    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An executable file of shell lines. */
    static Path program(Path file, String lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + lines);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A JAVA_HOME that claims to be {@code version}; its java prints its arguments, one a line. */
    static Path javaThatPrintsItsArguments(Path folder, String version) throws IOException {
        program(folder.resolve("bin/java"), "printf '%s\\n' \"$@\"\n");
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }
}
