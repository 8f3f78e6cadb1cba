package dev.paddock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder on the disk that is measured: below {@code -Dpaddock.bench.folder}, or where temporary files are. */
final class Folder implements AutoCloseable {
    private final Path path;

    Folder() throws IOException {
        String parent = System.getProperty("paddock.bench.folder", System.getProperty("java.io.tmpdir"));
        path = Files.createTempDirectory(Path.of(parent), "paddock-bench");
    }

    Path path() {
        return path;
    }

    /** With all that is in it. */
    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
