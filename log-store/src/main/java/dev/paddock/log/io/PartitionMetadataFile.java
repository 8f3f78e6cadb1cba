package dev.paddock.log.io;

import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * To which topic a partition's folder belongs, should another topic have the name by now: Kafka's partition.metadata.
 *
 * <pre>
 *   version: 0
 *   topic_id: u7YzAAAAQACAAAAAAAAAAA
 * </pre>
 */
public final class PartitionMetadataFile {
    public static final String NAME = "partition.metadata";

    private static final int BYTES_MAX = 4096;
    private static final String VERSION = "version";
    private static final String TOPIC_ID = "topic_id";

    private PartitionMetadataFile() {}

    /** Empty where the folder has none, as those from before Kafka 2.8. */
    public static Optional<Uuid> read(LogDirectory directory, String folder) throws IOException {
        String name = folder + "/" + NAME;
        if (!directory.exists(name)) {
            return Optional.empty();
        }
        byte[] content = directory.read(name, BYTES_MAX);
        return Optional.of(decode(content, directory.path().resolve(name).toString()));
    }

    public static void write(LogDirectory directory, String folder, Uuid topicId) throws IOException {
        directory.writeAtomically(folder + "/" + NAME, encode(topicId));
    }

    static byte[] encode(Uuid topicId) {
        String text = VERSION + ": 0\n" + TOPIC_ID + ": " + topicId;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Uuid decode(byte[] content, String file) throws DamagedFileException {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        String version = value(lines, 0, VERSION, file);
        // Newer ones have to stay readable for this version: what follows the id is none of ours.
        if (!version.matches("\\d{1,9}")) {
            throw new DamagedFileException(file, "line 1 has version '" + version + "', expected 0");
        }
        String id = value(lines, 1, TOPIC_ID, file);
        try {
            Uuid topicId = Uuid.parse(id);
            if (!topicId.equals(Uuid.ZERO)) {
                return topicId;
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(file, "line 2 has '" + id + "', expected 16 bytes in base64");
        }
        throw new DamagedFileException(file, "line 2 has '" + id + "', which stands for no id");
    }

    private static String value(List<String> lines, int index, String key, String file) throws DamagedFileException {
        String line = index < lines.size() ? lines.get(index) : "";
        String[] parts = line.split(":\\s+", 2);
        if (parts.length != 2 || !parts[0].equals(key)) {
            throw new DamagedFileException(
                    file, "line " + (index + 1) + " has '" + line + "', expected '" + key + ": ...'");
        }
        return parts[1];
    }
}
