package dev.paddock.log.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers this broker's ZooKeeper session over a crash, so that the next run can end it and register at once. Whoever
 * reads it can take the session over, so only the owner may. Losing it costs a wait, never data: what cannot be read is
 * ignored.
 *
 * <pre>
 *   offset  size
 *        0     4  magic "PDKS"
 *        4     2  version, 1
 *        6     8  session id
 *       14     2  n, the password's length, at most 256
 *       16     n  password
 *     16+n     4  CRC-32C of all before it
 * </pre>
 *
 * All numbers are big-endian.
 */
public final class SessionFile {
    public static final String FILE_NAME = "paddock-session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionFile.class);
    private static final int MAGIC = 0x50444B53;
    private static final short VERSION = 1;
    private static final int HEADER_BYTES = 16;
    private static final int CHECKSUM_BYTES = 4;
    private static final int PASSWORD_BYTES_MAX = 256;

    /** A session's id and password. */
    @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
    public record Session(long id, byte[] password) {
        @Override
        public String toString() {
            return "0x" + Long.toHexString(id);
        }
    }

    private final Path file;

    public SessionFile(Path directory) {
        this.file = directory.resolve(FILE_NAME);
    }

    public void write(Session session) throws IOException {
        AtomicFile.replace(file, encode(session), AtomicFile.Access.OWNER_ONLY);
    }

    /** The session of the last run; empty when there was none, or when the file is unreadable. */
    public Optional<Session> read() {
        try {
            if (Files.size(file) > HEADER_BYTES + PASSWORD_BYTES_MAX + CHECKSUM_BYTES) {
                return ignored("it is too long");
            }
            return decode(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return ignored(e.toString());
        }
    }

    /** When the session has been ended in order, nobody needs it any more. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private static byte[] encode(Session session) {
        if (session.password().length > PASSWORD_BYTES_MAX) {
            throw new IllegalArgumentException("A session password of " + session.password().length
                    + " bytes; expected at most " + PASSWORD_BYTES_MAX);
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + session.password().length + CHECKSUM_BYTES);
        bytes.putInt(MAGIC).putShort(VERSION).putLong(session.id());
        bytes.putShort((short) session.password().length).put(session.password());
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.array();
    }

    private Optional<Session> decode(byte[] content) {
        if (content.length < HEADER_BYTES + CHECKSUM_BYTES) {
            return ignored("it is too short");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        if (bytes.getInt() != MAGIC) {
            return ignored("it is not a session file");
        }
        short version = bytes.getShort();
        if (version != VERSION) {
            return ignored("its version is " + version + ", and only " + VERSION + " is known");
        }
        if (bytes.getInt(content.length - CHECKSUM_BYTES) != checksum(content, content.length - CHECKSUM_BYTES)) {
            return ignored("its checksum is wrong");
        }
        long id = bytes.getLong();
        int passwordBytes = bytes.getShort();
        if (passwordBytes != content.length - HEADER_BYTES - CHECKSUM_BYTES) {
            return ignored("its lengths do not match");
        }
        byte[] password = new byte[passwordBytes];
        bytes.get(password);
        return Optional.of(new Session(id, password));
    }

    private Optional<Session> ignored(String why) {
        LOG.warn("Ignoring {}, so that an old registration of this broker is waited for: {}", file, why);
        return Optional.empty();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
