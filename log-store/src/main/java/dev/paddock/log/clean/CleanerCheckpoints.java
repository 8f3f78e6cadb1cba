package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where each log has been cleaned: the file cleaner-offset-checkpoint of each of log.dirs. When it says too little, a
 * log is cleaned once more; so what is not urgent is written later. Thread-safe; where said, without the disk.
 */
final class CleanerCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(CleanerCheckpoints.class);

    private static final class Table {
        final OffsetCheckpoint file;
        final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
        volatile boolean isChanged;

        Table(OffsetCheckpoint file) {
            this.file = file;
        }
    }

    private final Map<LogDirectory, Table> tables = new ConcurrentHashMap<>();

    OptionalLong get(LogDirectory directory, TopicPartition partition) throws IOException {
        Long offset = table(directory).offsets.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Takes note of it only, unlike {@link #writeChanged}; of a directory whose file has been read. */
    void put(LogDirectory directory, TopicPartition partition, long offset) {
        Table table = tables.get(directory);
        table.offsets.put(partition, offset);
        table.isChanged = true;
    }

    /** Returns when the disk knows nothing above this offset: the log is about to be cut off there, or was found so short. */
    void lower(LogDirectory directory, TopicPartition partition, long offset) throws IOException {
        Table table = table(directory);
        Long known = table.offsets.get(partition);
        if (known != null && known > offset) {
            table.offsets.computeIfPresent(partition, (key, now) -> Math.min(now, offset));
            table.isChanged = true;
            write(table);
        }
    }

    /** Returns when the disk knows nothing of the partition: one of the same name is another one. */
    void remove(LogDirectory directory, TopicPartition partition) throws IOException {
        Table table = table(directory);
        if (table.offsets.remove(partition) != null) {
            table.isChanged = true;
            write(table);
        }
    }

    /** Writes what was only taken note of. */
    void writeChanged(LogDirectory directory) throws IOException {
        write(table(directory));
    }

    private static void write(Table table) throws IOException {
        // Who finds another one writing waits: what it has changed may be on its way, but not there yet.
        synchronized (table) {
            if (!table.isChanged) {
                return;
            }
            table.isChanged = false;
            boolean isWritten = false;
            try {
                table.file.write(Map.copyOf(table.offsets));
                isWritten = true;
            } finally {
                table.isChanged |= !isWritten;
            }
        }
    }

    private Table table(LogDirectory directory) throws IOException {
        Table known = tables.get(directory);
        if (known != null) {
            return known;
        }
        Table table = new Table(new OffsetCheckpoint(directory, OffsetCheckpoint.CLEANER));
        try {
            table.offsets.putAll(table.file.read());
        } catch (DamagedFileException e) {
            LOG.warn("{}; the logs of {} are cleaned from their beginning", e.getMessage(), directory.path());
        }
        Table other = tables.putIfAbsent(directory, table);
        return other == null ? table : other;
    }
}
