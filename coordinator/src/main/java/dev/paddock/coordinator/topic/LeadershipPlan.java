package dev.paddock.coordinator.topic;

import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The writes that make the topics what {@link LeadershipRule} wants them to be, in batches of one transaction each. Pure. */
final class LeadershipPlan {
    /** With paths of the longest names a batch stays far below ZooKeeper's limit of 1 MB for one request. */
    static final int BATCH_MAX = 200;

    /** One znode to write. */
    sealed interface Write {
        Topic topic();
    }

    /** @param makesParent whether it is the first partition of its topic */
    record NewState(Topic topic, int partition, Leadership leadership, boolean makesParent) implements Write {}

    /** Another leader or epoch. */
    record NewLeader(Topic topic, PartitionState partition, Leadership leadership) implements Write {}

    /** An id for a topic that an old tool has written. */
    record NewId(Topic topic, Uuid id) implements Write {}

    /** Which writes are on their way, or done and not yet seen: by what they are to change. */
    static final class Sent {
        private record Place(String topic, long czxid, int partition) {}

        private static final int TOPIC_ITSELF = -1;

        private final Map<Place, Integer> versions = new HashMap<>();

        private boolean add(Topic topic, int partition, int zkVersion) {
            Integer before = versions.put(place(topic, partition), zkVersion);
            return before == null || before != zkVersion;
        }

        private boolean any(Topic topic) {
            return topic.partitions().stream()
                    .anyMatch(partition -> versions.containsKey(place(topic, partition.id())));
        }

        void forget(List<Write> batch) {
            for (Write write : batch) {
                if (write instanceof NewState state) {
                    versions.remove(place(write.topic(), state.partition()));
                } else if (write instanceof NewLeader leader) {
                    versions.remove(place(write.topic(), leader.partition().id()));
                } else {
                    versions.remove(place(write.topic(), TOPIC_ITSELF));
                }
            }
        }

        /** What has been seen since, or is gone, need not be remembered. */
        private void retain(TopicTable table) {
            versions.entrySet().removeIf(entry -> {
                Topic topic = table.topic(entry.getKey().topic());
                if (topic == null || topic.znode().czxid() != entry.getKey().czxid()) {
                    return true;
                }
                int partition = entry.getKey().partition();
                if (partition == TOPIC_ITSELF) {
                    return topic.znode().zkVersion() != entry.getValue();
                }
                PartitionState state = topic.partition(partition);
                return state == null || state.zkVersion() != entry.getValue();
            });
        }

        private static Place place(Topic topic, int partition) {
            return new Place(topic.name(), topic.znode().czxid(), partition);
        }
    }

    private LeadershipPlan() {}

    static List<List<Write>> batches(
            TopicTable table, LeadershipRule rule, boolean uncleanElection, Set<String> marked, Sent sent) {
        sent.retain(table);
        List<Write> writes = new ArrayList<>();
        for (Topic topic : table.topics()) {
            if (!marked.contains(topic.name())) {
                addWrites(topic, rule, uncleanElection, sent, writes);
            }
        }
        return inBatches(writes);
    }

    private static List<List<Write>> inBatches(List<Write> writes) {
        List<List<Write>> batches = new ArrayList<>();
        int weight = BATCH_MAX;
        for (Write write : writes) {
            // An assignment is written whole, and grows with the topic.
            int more = write instanceof NewId ? 1 + write.topic().partitions().size() / 10 : 1;
            if (weight + more > BATCH_MAX) {
                batches.add(new ArrayList<>());
                weight = 0;
            }
            weight += more;
            batches.get(batches.size() - 1).add(write);
        }
        return batches;
    }

    /** For a log line. */
    static String summary(List<Write> batch) {
        Map<String, Integer> counts = new HashMap<>();
        for (Write write : batch) {
            counts.merge(write.topic().name(), 1, Integer::sum);
        }
        String first = batch.get(0).topic().name();
        int others = counts.size() - 1;
        return batch.size() + " changes of " + first + (others == 0 ? "" : " and " + others + " other topics");
    }

    private static void addWrites(
            Topic topic, LeadershipRule rule, boolean uncleanElection, Sent sent, List<Write> writes) {
        if (!topic.znode().hasId()
                && sent.add(topic, Sent.TOPIC_ITSELF, topic.znode().zkVersion())) {
            writes.add(new NewId(topic, topic.hasId() ? topic.id() : Uuid.random()));
        }
        String own = topic.overrides().get("unclean.leader.election.enable");
        boolean unclean = own == null ? uncleanElection : Boolean.parseBoolean(own.trim());
        boolean parentIsThere = topic.partitions().stream().anyMatch(PartitionState::hasState) || sent.any(topic);
        for (PartitionState partition : topic.partitions()) {
            Optional<Leadership> wanted = rule.decide(partition, unclean);
            if (wanted.isEmpty() || !sent.add(topic, partition.id(), partition.zkVersion())) {
                continue;
            }
            if (partition.hasState()) {
                writes.add(new NewLeader(topic, partition, wanted.get()));
            } else {
                writes.add(new NewState(topic, partition.id(), wanted.get(), !parentIsThere));
                parentIsThere = true;
            }
        }
    }
}
