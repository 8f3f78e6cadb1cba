package dev.paddock.log.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces a small file as a whole: after a crash it has its old content or its new one, never a part. */
final class AtomicFile {
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** Who may read the file. */
    enum Access {
        /** As the process's umask says. */
        USUAL,
        /** Its owner only, from the first byte on. */
        OWNER_ONLY
    }

    private AtomicFile() {}

    static void replace(Path file, byte[] content, Access access) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        // What a crash has left may have other permissions.
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(temporary, NEW_FILE, attributes(file, access))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(file.toAbsolutePath().getParent());
    }

    /** Without it the rename itself could be lost with the power. */
    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, Access access) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return access == Access.OWNER_ONLY && posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
