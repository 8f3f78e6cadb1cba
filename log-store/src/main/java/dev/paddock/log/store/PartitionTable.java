package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.protocol.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which partition lies in which log dir. Any thread. */
final class PartitionTable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionTable.class);

    private final List<StoreDirectory> directories;
    private final Map<TopicPartition, StoredPartition> partitions = new ConcurrentHashMap<>();

    PartitionTable(List<StoreDirectory> directories) {
        this.directories = directories;
    }

    void addAll(StoreDirectory directory) {
        for (TopicPartition partition : directory.found()) {
            StoredPartition other = partitions.putIfAbsent(partition, new StoredPartition(partition, directory, false));
            if (other != null) {
                LOG.error(
                        "{} lies in {} and in {} of log.dirs; the first one is used. Move the other one away.",
                        partition,
                        other.directory().directory().path(),
                        directory.directory().path());
            }
        }
    }

    /** Null when it is nowhere. */
    StoredPartition get(TopicPartition partition) {
        return partitions.get(partition);
    }

    /** Creates nothing on the disk. */
    synchronized StoredPartition getOrPlace(TopicPartition partition, boolean isNew) {
        StoredPartition stored = partitions.get(partition);
        if (stored == null) {
            stored = new StoredPartition(partition, place(partition, isNew), true);
            partitions.put(partition, stored);
        }
        return stored;
    }

    private StoreDirectory place(TopicPartition partition, boolean isNew) {
        List<StoreDirectory> online =
                directories.stream().filter(StoreDirectory::isOnline).toList();
        if (online.isEmpty() || (!isNew && online.size() < directories.size())) {
            throw new LogUnavailableException(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    partition + " is in no log dir that is online; it may lie in one that is offline");
        }
        Map<StoreDirectory, Integer> counts = new HashMap<>();
        partitions.values().forEach(stored -> counts.merge(stored.directory(), 1, Integer::sum));
        return online.get(Placement.fewest(online.stream()
                .map(directory -> counts.getOrDefault(directory, 0))
                .toList()));
    }

    void remove(StoredPartition stored) {
        partitions.remove(stored.partition(), stored);
    }

    Set<TopicPartition> existing() {
        Set<TopicPartition> existing = new TreeSet<>();
        partitions.values().forEach(stored -> {
            if (stored.directory().isOnline() && stored.deletion() == null) {
                existing.add(stored.partition());
            }
        });
        return existing;
    }

    List<PartitionLog> opened() {
        List<PartitionLog> logs = new ArrayList<>();
        partitions.values().forEach(stored -> {
            PartitionLog log = stored.log();
            if (log != null && stored.deletion() == null) {
                logs.add(log);
            }
        });
        return logs;
    }

    List<StoredPartition> in(StoreDirectory directory) {
        return partitions.values().stream()
                .filter(stored -> stored.directory() == directory)
                .toList();
    }

    /** With null for those that are not open. */
    Map<TopicPartition, PartitionLog> logsIn(StoreDirectory directory) {
        Map<TopicPartition, PartitionLog> logs = new HashMap<>();
        for (StoredPartition stored : in(directory)) {
            if (stored.deletion() == null && (stored.log() != null || !stored.isNew())) {
                logs.put(stored.partition(), stored.log());
            }
        }
        return logs;
    }

    void writeCheckpoints(StoreDirectory directory) throws IOException {
        directory.checkpoints().writeAll(() -> logsIn(directory));
    }

    DirStatus status(StoreDirectory directory) {
        Map<TopicPartition, Long> sizes = new TreeMap<>();
        if (directory.isOnline()) {
            for (StoredPartition stored : in(directory)) {
                PartitionLog log = stored.log();
                sizes.put(stored.partition(), log != null ? log.sizeBytes() : sizeOnDisk(stored));
            }
        }
        return new DirStatus(directory.directory().path(), directory.isOnline(), sizes);
    }

    private static long sizeOnDisk(StoredPartition stored) {
        LogDirectory disk = stored.directory().directory();
        String folder = stored.partition().toString();
        long total = 0;
        try {
            for (String name : disk.list(folder)) {
                total += name.endsWith(".log") ? disk.size(folder + "/" + name) : 0;
            }
        } catch (IOException e) {
            LOG.debug("{} was deleted while its size was asked for", stored.partition(), e);
        }
        return total;
    }
}
