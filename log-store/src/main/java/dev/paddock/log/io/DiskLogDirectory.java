package dev.paddock.log.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of log.dirs on a real disk. Thread-safe. Interrupting a thread in here closes the file that it uses: stop
 * threads by other means.
 */
public final class DiskLogDirectory implements LogDirectory {
    private final Path path;

    /** The folder must be there already. */
    public DiskLogDirectory(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    private Path resolve(String name) {
        return name.isEmpty() ? path : path.resolve(name);
    }

    @Override
    public LogFile open(String name) throws IOException {
        Path file = resolve(name);
        return DiskLogFile.over(
                file,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public LogFile openExisting(String name) throws IOException {
        Path file = resolve(name);
        return DiskLogFile.over(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public boolean isFolder(String name) {
        return Files.isDirectory(resolve(name));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(resolve(name));
    }

    @Override
    public long lastModifiedMs(String name) throws IOException {
        return Files.getLastModifiedTime(resolve(name)).toMillis();
    }

    @Override
    public void lastModifiedMs(String name, long timeMs) throws IOException {
        Files.setLastModifiedTime(resolve(name), FileTime.fromMillis(timeMs));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(folder))) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    @Override
    public void createFolder(String folder) throws IOException {
        Files.createDirectories(resolve(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public void deleteFolder(String folder) throws IOException {
        if (folder.isEmpty()) {
            throw new IllegalArgumentException(path + " itself is not to be deleted; name a folder in it");
        }
        Path root = resolve(folder);
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // Somebody else was quicker.
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void forceFolder(String folder) throws IOException {
        try (FileChannel channel = FileChannel.open(resolve(folder), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public byte[] read(String name, int bytesMax) throws IOException {
        Path file = resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > bytesMax) {
                throw new DamagedFileException(
                        file.toString(), "it has " + size + " bytes, expected at most " + bytesMax);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException(file + " became shorter than " + size + " bytes while it was read");
                }
            }
            return bytes.array();
        }
    }

    @Override
    public void writeAtomically(String name, byte[] content) throws IOException {
        AtomicFile.write(resolve(name), content);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
