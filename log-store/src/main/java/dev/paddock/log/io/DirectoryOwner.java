package dev.paddock.log.io;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Whose the folders of logs are, all of them together: decides from their meta.properties and the settings which broker
 * this is, and refuses where they contradict each other. Pure.
 */
public record DirectoryOwner(OptionalInt brokerId, Optional<String> clusterId) {
    /**
     * What the folders and the settings agree on.
     *
     * @param found the meta.properties of each folder that has one
     * @param configuredId broker.id, if it is set
     */
    public static DirectoryOwner agree(Map<Path, MetaProperties> found, OptionalInt configuredId) {
        OptionalInt brokerId = OptionalInt.empty();
        Optional<String> clusterId = Optional.empty();
        for (Map.Entry<Path, MetaProperties> entry : new TreeMap<>(found).entrySet()) {
            MetaProperties meta = entry.getValue();
            if (meta.brokerId().isPresent()) {
                if (brokerId.isPresent() && !brokerId.equals(meta.brokerId())) {
                    throw new LogDirectoryException("log.dirs: the folders belong to different brokers: "
                            + file(entry.getKey()) + " says broker.id="
                            + meta.brokerId().getAsInt() + ", another says "
                            + brokerId.getAsInt() + ". Leave in log.dirs what belongs to this broker.");
                }
                brokerId = meta.brokerId();
            }
            if (meta.clusterId().isPresent()) {
                if (clusterId.isPresent() && !clusterId.equals(meta.clusterId())) {
                    throw new LogDirectoryException("log.dirs: the folders belong to different clusters: "
                            + file(entry.getKey()) + " says cluster.id="
                            + meta.clusterId().get() + ", another says "
                            + clusterId.get() + ". Leave in log.dirs what belongs to this cluster.");
                }
                clusterId = meta.clusterId();
            }
        }
        if (configuredId.isPresent() && brokerId.isPresent() && !configuredId.equals(brokerId)) {
            throw new LogDirectoryException("broker.id is " + configuredId.getAsInt()
                    + ", but meta.properties in log.dirs ("
                    + String.join(
                            ", ",
                            found.keySet().stream().map(Path::toString).sorted().toList()) + ") says "
                    + brokerId.getAsInt() + ". Set broker.id to that, or log.dirs to folders of this broker.");
        }
        return new DirectoryOwner(configuredId.isPresent() ? configuredId : brokerId, clusterId);
    }

    /** Refuses to serve folders of one cluster to another. */
    public void requireCluster(String inZooKeeper) {
        if (clusterId.isPresent() && !clusterId.get().equals(inZooKeeper)) {
            throw new LogDirectoryException(
                    "The cluster in ZooKeeper is " + inZooKeeper + ", but meta.properties in log.dirs"
                            + " says " + clusterId.get() + ": this is another cluster than the one the logs come from."
                            + " Check zookeeper.connect and its chroot, or give this broker empty folders in log.dirs.");
        }
    }

    private static Path file(Path folder) {
        return folder.resolve(MetaProperties.FILE_NAME);
    }
}
