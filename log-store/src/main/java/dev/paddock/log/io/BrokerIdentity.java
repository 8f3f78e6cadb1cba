package dev.paddock.log.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which broker the folders of {@code log.dirs} belong to, and which of them still lack a {@code meta.properties}.
 *
 * @param brokerId empty when neither a folder nor the configuration names one, so that it must be generated
 * @param incomplete the folders to write it to, once the id is known
 */
public record BrokerIdentity(OptionalInt brokerId, String clusterId, List<Path> incomplete) {
    public BrokerIdentity {
        incomplete = List.copyOf(incomplete);
    }

    /** Reads the file of each folder; a folder that cannot be read is the caller's to judge. */
    public static Map<Path, Optional<MetaProperties>> read(List<Path> directories) throws IOException {
        Map<Path, Optional<MetaProperties>> found = new LinkedHashMap<>();
        for (Path directory : directories) {
            found.put(directory, MetaProperties.read(directory));
        }
        return found;
    }

    /**
     * Decides; pure. Folders of different brokers or clusters, or of others than configured and than ZooKeeper names, are
     * a {@link LogDirectoryException}: to go on would mix two brokers' data, or one cluster's into another.
     *
     * @param configured {@code broker.id}, empty when it is to be generated
     * @param clusterId the cluster's id in ZooKeeper
     */
    public static BrokerIdentity decide(
            OptionalInt configured, String clusterId, Map<Path, Optional<MetaProperties>> found) {
        OptionalInt brokerId = configured;
        Path namedBy = null;
        List<Path> incomplete = new ArrayList<>();
        for (Map.Entry<Path, Optional<MetaProperties>> entry : found.entrySet()) {
            Path directory = entry.getKey();
            Optional<MetaProperties> stored = entry.getValue();
            OptionalInt storedId = stored.map(MetaProperties::brokerId).orElse(OptionalInt.empty());
            Optional<String> storedCluster = stored.flatMap(MetaProperties::clusterId);
            if (storedCluster.isPresent() && !storedCluster.get().equals(clusterId)) {
                throw wrongCluster(directory, storedCluster.get(), clusterId);
            }
            if (storedId.isPresent()) {
                if (brokerId.isPresent() && !Objects.equals(brokerId, storedId)) {
                    throw wrongBroker(directory, storedId.getAsInt(), brokerId.getAsInt(), namedBy);
                }
                brokerId = storedId;
                namedBy = directory;
            }
            if (storedId.isEmpty() || storedCluster.isEmpty()) {
                incomplete.add(directory);
            }
        }
        return new BrokerIdentity(brokerId, clusterId, incomplete);
    }

    /** Writes what is missing, with the id that was decided or generated. */
    public void complete(int finalBrokerId, Map<Path, Optional<MetaProperties>> found) throws IOException {
        for (Path directory : incomplete) {
            Optional<String> directoryId =
                    found.getOrDefault(directory, Optional.empty()).flatMap(MetaProperties::directoryId);
            new MetaProperties(OptionalInt.of(finalBrokerId), Optional.of(clusterId), directoryId).write(directory);
        }
    }

    private static LogDirectoryException wrongCluster(Path directory, String stored, String clusterId) {
        return new LogDirectoryException(
                "The cluster's id in ZooKeeper is " + clusterId + ", but "
                        + directory.resolve(MetaProperties.FILE_NAME) + " says " + stored
                        + ": this broker is about to join the wrong cluster. Check zookeeper.connect (and its chroot) and log.dirs");
    }

    private static LogDirectoryException wrongBroker(Path directory, int stored, int expected, Path namedBy) {
        String expectation = namedBy == null
                ? "broker.id is configured as " + expected
                : namedBy.resolve(MetaProperties.FILE_NAME) + " says broker.id " + expected;
        return new LogDirectoryException(expectation + ", but " + directory.resolve(MetaProperties.FILE_NAME) + " says "
                + stored + ". If the data was moved, make broker.id match it; for a new broker, use empty log.dirs");
    }
}
