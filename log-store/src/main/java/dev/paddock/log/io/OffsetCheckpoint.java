package dev.paddock.log.io;

import dev.paddock.log.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An offset for each partition of one of log.dirs, in one of Kafka's files there: a {@link CheckpointText} with lines of
 * "topic partition offset". Any thread, one at a time.
 */
public final class OffsetCheckpoint {
    /** What is known to last on the disk: recovery begins here. */
    public static final String RECOVERY_POINT = "recovery-point-offset-checkpoint";
    /** High watermarks. */
    public static final String REPLICATION = "replication-offset-checkpoint";
    /** What DeleteRecords has moved the start of a log to. */
    public static final String LOG_START = "log-start-offset-checkpoint";
    /** Up to where a log has been compacted. */
    public static final String CLEANER = "cleaner-offset-checkpoint";

    private static final int BYTES_MAX = 256 << 20;

    private final LogDirectory directory;
    private final String name;

    public OffsetCheckpoint(LogDirectory directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** Empty where there is no such file. */
    public Map<TopicPartition, Long> read() throws IOException {
        return directory.exists(name)
                ? decode(
                        directory.read(name, BYTES_MAX),
                        directory.path().resolve(name).toString())
                : Map.of();
    }

    /** Returns when the disk has it, and only it. */
    public void write(Map<TopicPartition, Long> offsets) throws IOException {
        directory.writeAtomically(name, encode(offsets));
    }

    static byte[] encode(Map<TopicPartition, Long> offsets) {
        List<String> lines = new ArrayList<>(offsets.size());
        new TreeMap<>(offsets)
                .forEach((partition, offset) ->
                        lines.add(partition.topic() + " " + partition.partition() + " " + offset));
        return CheckpointText.encode(lines);
    }

    static Map<TopicPartition, Long> decode(byte[] content, String file) throws DamagedFileException {
        CheckpointText text = CheckpointText.decode(content, file, 3);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int line = 0; line < text.size(); line++) {
            TopicPartition partition = new TopicPartition(text.word(line, 0), text.positiveInt(line, 1));
            offsets.put(partition, text.positiveLong(line, 2));
        }
        return offsets;
    }
}
