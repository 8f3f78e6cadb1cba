package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of all partitions in one log dir, in Kafka's files. A partition that is not open keeps what the file says. Any
 * thread; writing blocks.
 */
final class DirCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(DirCheckpoints.class);

    private final Kept recoveryPoints;
    private final Kept startOffsets;
    private final Kept highWatermarks;

    /** One of the files: what it says is read once, and known from then on. */
    private static final class Kept {
        private final OffsetCheckpoint file;
        private final ToLongFunction<PartitionLog> offset;
        private Map<TopicPartition, Long> written = Map.of();

        Kept(LogDirectory directory, String name, ToLongFunction<PartitionLog> offset) {
            file = new OffsetCheckpoint(directory, name);
            this.offset = offset;
        }

        synchronized void read() throws IOException {
            try {
                written = file.read();
            } catch (DamagedFileException e) {
                LOG.warn("{}; going on as if it were not there", e.getMessage());
            }
        }

        synchronized long get(TopicPartition partition) {
            return written.getOrDefault(partition, 0L);
        }

        /** Collects and writes at once, so that nothing older is written after something newer. */
        synchronized void write(Supplier<Map<TopicPartition, PartitionLog>> partitions) throws IOException {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            partitions.get().forEach((partition, log) -> {
                Long known = log == null ? written.get(partition) : Long.valueOf(offset.applyAsLong(log));
                if (known != null) {
                    offsets.put(partition, known);
                }
            });
            if (!offsets.equals(written)) {
                file.write(offsets);
                written = offsets;
            }
        }
    }

    DirCheckpoints(LogDirectory directory) {
        recoveryPoints = new Kept(directory, OffsetCheckpoint.RECOVERY_POINT, PartitionLog::recoveryPoint);
        startOffsets = new Kept(directory, OffsetCheckpoint.LOG_START, PartitionLog::startOffset);
        highWatermarks = new Kept(directory, OffsetCheckpoint.REPLICATION, PartitionLog::highWatermark);
    }

    void read() throws IOException {
        recoveryPoints.read();
        startOffsets.read();
        highWatermarks.read();
    }

    long recoveryPoint(TopicPartition partition) {
        return recoveryPoints.get(partition);
    }

    long startOffset(TopicPartition partition) {
        return startOffsets.get(partition);
    }

    long highWatermark(TopicPartition partition) {
        return highWatermarks.get(partition);
    }

    /** @param partitions all in the directory; with null for one that is not open */
    void writeRecoveryPoints(Supplier<Map<TopicPartition, PartitionLog>> partitions) throws IOException {
        recoveryPoints.write(partitions);
    }

    void writeStartOffsets(Supplier<Map<TopicPartition, PartitionLog>> partitions) throws IOException {
        startOffsets.write(partitions);
    }

    void writeHighWatermarks(Supplier<Map<TopicPartition, PartitionLog>> partitions) throws IOException {
        highWatermarks.write(partitions);
    }

    void writeAll(Supplier<Map<TopicPartition, PartitionLog>> partitions) throws IOException {
        writeRecoveryPoints(partitions);
        writeStartOffsets(partitions);
        writeHighWatermarks(partitions);
    }

    /** Whether a file has an offset above one that a log is about to be cut off at, or that a new one begins with. */
    boolean anyAbove(TopicPartition partition, long offset) {
        return recoveryPoint(partition) > offset || startOffset(partition) > offset;
    }
}
