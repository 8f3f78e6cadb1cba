package dev.paddock.log.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** As much of a directory as small files need, in a real folder, so that Kafka's classes can look at the same files. */
public final class FolderLogDirectory implements LogDirectory {
    private final Path root;

    public FolderLogDirectory(Path root) {
        this.root = root;
    }

    @Override
    public Path path() {
        return root;
    }

    @Override
    public LogFile open(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public LogFile openExisting(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(root.resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(root.resolve(name));
    }

    @Override
    public long lastModifiedMs(String name) throws IOException {
        return Files.getLastModifiedTime(root.resolve(name)).toMillis();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public void createFolder(String folder) throws IOException {
        Files.createDirectory(root.resolve(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public void deleteFolder(String folder) {
        throw new UnsupportedOperationException(folder);
    }

    @Override
    public void forceFolder(String folder) {
        // Nothing of it outlives the test.
    }

    @Override
    public byte[] read(String name, int bytesMax) throws IOException {
        if (size(name) > bytesMax) {
            throw new IOException(name + " is larger than " + bytesMax);
        }
        return Files.readAllBytes(root.resolve(name));
    }

    @Override
    public void writeAtomically(String name, byte[] content) throws IOException {
        AtomicFile.write(root.resolve(name), content);
    }
}
