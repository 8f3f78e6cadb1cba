package dev.paddock.broker.topic;

import dev.paddock.broker.config.InvalidSettingException;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.topic.PlacementException;
import dev.paddock.coordinator.topic.ReplicaPlacement;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Decides what a new topic is like, and creates it. Rules, errors and their words are Apache Kafka 3.9's. From any thread. */
public final class TopicCreation {
    private static final int UNDER_WAY_MAX = 10_000;

    private final BrokerTopics topics;
    private final RandomGenerator random;
    /** Created and not yet in the table; so that a client that asks again and again does not make us try again and again. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    public TopicCreation(BrokerTopics topics, RandomGenerator random) {
        this.topics = topics;
        this.random = random;
    }

    /** Throws {@link TopicException} when there cannot be such a topic. */
    public PlannedTopic plan(WantedTopic wanted) {
        TopicTable table = topics.catalog().table();
        if (table.topic(wanted.name()) != null) {
            throw exists(wanted.name());
        }
        Set<String> nulls = new TreeSet<>();
        wanted.overrides().forEach((key, value) -> {
            if (value == null) {
                nulls.add(key);
            }
        });
        if (!nulls.isEmpty()) {
            throw new TopicException(
                    ErrorCode.INVALID_CONFIG, "Null value not supported for topic configs: " + String.join(",", nulls));
        }
        List<List<Integer>> replicas = wanted.assignment().isEmpty() ? placed(wanted) : assigned(wanted);
        requireName(wanted.name(), table);
        if (!wanted.assignment().isEmpty()) {
            requireSound(wanted, replicas);
        }
        try {
            topics.settings().configs().check(wanted.overrides());
        } catch (InvalidSettingException e) {
            throw new TopicException(ErrorCode.INVALID_CONFIG, e.forClients());
        }
        return new PlannedTopic(wanted.name(), Uuid.random(), replicas, wanted.overrides());
    }

    /** Completes when ZooKeeper has it; its partitions have no leaders then. Fails with TopicException or ZkException. */
    public CompletableFuture<Void> create(PlannedTopic planned) {
        return topics.store()
                .createTopic(planned.name(), planned.id(), planned.replicas(), planned.overrides())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        ZkException.from(failure).reason() == ZkException.Reason.NODE_EXISTS
                                ? exists(planned.name())
                                : failure));
    }

    /** For a client that asked for a topic that is not there. Completes with the error to show it, never fails. */
    public CompletableFuture<ErrorCode> createForAsker(String name) {
        if (TopicName.isInternal(name)) {
            // They come with their coordinators.
            return CompletableFuture.completedFuture(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        if (underWay.size() >= UNDER_WAY_MAX || !underWay.add(name)) {
            return CompletableFuture.completedFuture(ErrorCode.LEADER_NOT_AVAILABLE);
        }
        try {
            return create(plan(WantedTopic.ofDefaults(name))).handle((done, failure) -> {
                underWay.remove(name);
                return failure == null ? ErrorCode.LEADER_NOT_AVAILABLE : askersError(failure);
            });
        } catch (TopicException e) {
            underWay.remove(name);
            return CompletableFuture.completedFuture(askersError(e));
        }
    }

    /** Whether the table shows the partitions, all of them with leaders. */
    public static boolean isReady(TopicTable table, String name, int partitions) {
        Topic topic = table.topic(name);
        return topic != null
                && topic.partitions().size() >= partitions
                && topic.partitions().stream().allMatch(PartitionState::hasLeader);
    }

    private static ErrorCode askersError(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        ErrorCode error = failure instanceof TopicException own
                ? own.error()
                : cause instanceof TopicException inner ? inner.error() : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        return error == ErrorCode.TOPIC_ALREADY_EXISTS ? ErrorCode.LEADER_NOT_AVAILABLE : error;
    }

    private List<List<Integer>> placed(WantedTopic wanted) {
        int partitions =
                wanted.partitions() == WantedTopic.UNSAID ? topics.settings().partitions() : wanted.partitions();
        int replicationFactor = wanted.replicationFactor() == WantedTopic.UNSAID
                ? topics.settings().replicationFactor()
                : wanted.replicationFactor();
        var brokers = topics.liveBrokers();
        return place(() -> ReplicaPlacement.place(
                brokers, partitions, replicationFactor, ReplicaPlacement.Start.random(random, brokers.size())));
    }

    /** In TopicException's words. */
    static List<List<Integer>> place(Supplier<List<List<Integer>>> placing) {
        try {
            return placing.get();
        } catch (PlacementException e) {
            ErrorCode error = switch (e.reason()) {
                case PARTITIONS -> ErrorCode.INVALID_PARTITIONS;
                case REPLICATION_FACTOR -> ErrorCode.INVALID_REPLICATION_FACTOR;
                case RACKS -> ErrorCode.UNKNOWN_SERVER_ERROR;
            };
            throw new TopicException(error, e.getMessage());
        }
    }

    private static List<List<Integer>> assigned(WantedTopic wanted) {
        if (wanted.partitions() != WantedTopic.UNSAID || wanted.replicationFactor() != WantedTopic.UNSAID) {
            throw new TopicException(
                    ErrorCode.INVALID_REQUEST,
                    "Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at"
                            + " the same time.");
        }
        return new ArrayList<>(wanted.assignment().values());
    }

    private static void requireName(String name, TopicTable table) {
        TopicName.problem(name).ifPresent(problem -> {
            throw new TopicException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem);
        });
        Set<String> colliding = TopicName.collisions(name, table.names());
        if (!colliding.isEmpty()) {
            throw new TopicException(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "Topic '" + name + "' collides with existing topics: " + String.join(", ", colliding));
        }
    }

    private static void requireSound(WantedTopic wanted, List<List<Integer>> replicas) {
        Map<Integer, List<Integer>> assignment = wanted.assignment();
        int replicationFactor = replicas.get(0).size();
        for (List<Integer> brokers : replicas) {
            if (brokers.size() != replicationFactor) {
                throw new TopicException(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT, "All partitions should have the same number of replicas");
            }
            if (new HashSet<>(brokers).size() != brokers.size()) {
                throw new TopicException(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT, "Duplicate replica assignment found: " + assignment);
            }
            if (brokers.isEmpty() || brokers.stream().anyMatch(broker -> broker < 0)) {
                throw new TopicException(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "Each partition needs at least one broker, and no broker is negative: " + assignment);
            }
        }
        int expected = 0;
        for (int partition : assignment.keySet()) {
            if (partition != expected++) {
                throw new TopicException(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "partitions should be a consecutive 0-based integer sequence");
            }
        }
    }

    private static TopicException exists(String name) {
        return new TopicException(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
    }
}
