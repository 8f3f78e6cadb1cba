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

    /** Returns when it is on the disk. */
    void put(LogDirectory directory, TopicPartition partition, long offset) throws IOException {
        Table table = table(directory);
        table.offsets.put(partition, offset);
        table.isChanged = true;
        write(table);
    }

    /** The log was cut off here. Does not touch the disk. */
    void lower(TopicPartition partition, long offset) {
        tables.values().forEach(table -> {
            table.offsets.computeIfPresent(partition, (key, known) -> Math.min(known, offset));
            table.isChanged = true;
        });
    }

    /** The partition is gone. Does not touch the disk. */
    void remove(TopicPartition partition) {
        tables.values().forEach(table -> {
            table.isChanged |= table.offsets.remove(partition) != null;
        });
    }

    /** Writes what was only taken note of. */
    void writeChanged(LogDirectory directory) throws IOException {
        Table table = tables.get(directory);
        if (table != null && table.isChanged) {
            write(table);
        }
    }

    private static void write(Table table) throws IOException {
        synchronized (table) {
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
