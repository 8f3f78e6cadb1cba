package dev.paddock.log.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ZooKeeper session of a broker's last run, so that its next run can end it and need not wait until it times out. Who
 * reads the file can take the session over: it is for the owner's eyes only.
 *
 * <pre>
 *   0        4    6            14     16                  16+n    20+n
 *   | "PKZS" | v1 | session id | n    | password, n bytes | crc32c |
 *   big endian; the checksum is that of all bytes before it
 * </pre>
 */
public final class SessionFile {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final String NAME = "paddock-session";
    private static final int MAGIC = 0x504b5a53;
    private static final short VERSION = 1;
    private static final int FIXED_BYTES = 20;
    private static final int PASSWORD_BYTES_MAX = 1024;

    private final Path file;

    public SessionFile(Path folder) {
        file = folder.resolve(NAME);
    }

    /** What is remembered of a session. */
    public static final class Remembered {
        private final long id;
        private final byte[] password;

        public Remembered(long id, byte[] password) {
            this.id = id;
            this.password = password.clone();
        }

        public long id() {
            return id;
        }

        public byte[] password() {
            return password.clone();
        }
    }

    /** Empty where there is none, or none that can be trusted: the start then takes the slow way. */
    public Optional<Remembered> read() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}); the last run's session is left to time out", file, e.toString());
            return Optional.empty();
        }
        Optional<Remembered> session = decode(bytes);
        if (session.isEmpty()) {
            LOG.warn("{} is damaged; the last run's session is left to time out", file);
        }
        return session;
    }

    public void write(Remembered session) throws IOException {
        AtomicFile.write(
                file,
                encode(session),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** After an orderly end there is no session left to end. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static byte[] encode(Remembered session) {
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + session.password.length);
        bytes.putInt(MAGIC).putShort(VERSION).putLong(session.id);
        bytes.putShort((short) session.password.length).put(session.password);
        bytes.putInt(checksum(bytes.array()));
        return bytes.array();
    }

    private static Optional<Remembered> decode(byte[] bytes) {
        if (bytes.length < FIXED_BYTES || bytes.length > FIXED_BYTES + PASSWORD_BYTES_MAX) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt() != MAGIC || in.getShort() != VERSION || in.getInt(bytes.length - 4) != checksum(bytes)) {
            return Optional.empty();
        }
        long id = in.getLong();
        int length = in.getShort();
        if (length != bytes.length - FIXED_BYTES) {
            return Optional.empty();
        }
        int from = in.position();
        return Optional.of(new Remembered(id, Arrays.copyOfRange(bytes, from, from + length)));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return (int) crc.getValue();
    }
}
