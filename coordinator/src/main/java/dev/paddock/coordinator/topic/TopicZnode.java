package dev.paddock.coordinator.topic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.paddock.coordinator.zk.ZnodeJson;
import dev.paddock.protocol.Uuid;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code /brokers/topics/<topic>}, persistent: the topic's id and which brokers hold its partitions.
 *
 * <p>Written in version 3, in the very bytes of Apache Kafka 3.9; read from version 1 on. Versions 1 and 2 have no id, and
 * version 1 no replicas that are on their way.
 */
public final class TopicZnode {
    /** The parent of all topics. */
    public static final String PARENT = "/brokers/topics";

    private static final int VERSION = 3;
    private static final int PARTITIONS_MAX = 1_000_000;

    /** What the znode says. */
    public record Content(Optional<Uuid> id, SortedMap<Integer, Assignment> partitions) {}

    private TopicZnode() {}

    public static String path(String topic) {
        return PARENT + "/" + topic;
    }

    public static byte[] encode(Uuid id, SortedMap<Integer, Assignment> partitions) {
        return ZnodeJson.object(json -> {
            json.writeObjectFieldStart("partitions");
            for (Map.Entry<Integer, Assignment> partition : partitions.entrySet()) {
                writeReplicas(json, partition.getKey(), partition.getValue().replicas());
            }
            json.writeEndObject();
            if (!id.equals(Uuid.ZERO)) {
                json.writeStringField("topic_id", id.toString());
            }
            writeMoving(json, "adding_replicas", partitions, Assignment::adding);
            writeMoving(json, "removing_replicas", partitions, Assignment::removing);
            json.writeNumberField("version", VERSION);
        });
    }

    public static Content decode(String topic, byte[] bytes) {
        ZnodeJson json = ZnodeJson.parse(path(topic), bytes);
        Map<String, Object> replicas =
                json.fields("partitions").orElseThrow(() -> json.malformed("'partitions' is missing"));
        Map<String, Object> adding = json.fields("adding_replicas").orElse(Map.of());
        Map<String, Object> removing = json.fields("removing_replicas").orElse(Map.of());
        SortedMap<Integer, Assignment> partitions = new TreeMap<>();
        replicas.forEach((name, brokers) -> partitions.put(
                partition(json, name),
                new Assignment(
                        json.integers("partitions." + name, brokers),
                        moving(json, adding, name),
                        moving(json, removing, name))));
        return new Content(json.optional("topic_id").map(id -> id(json)), partitions);
    }

    private static void writeReplicas(JsonGenerator json, int partition, List<Integer> brokers) throws IOException {
        json.writeArrayFieldStart(Integer.toString(partition));
        for (int broker : brokers) {
            json.writeNumber(broker);
        }
        json.writeEndArray();
    }

    private static void writeMoving(
            JsonGenerator json,
            String field,
            SortedMap<Integer, Assignment> partitions,
            Function<Assignment, List<Integer>> moving)
            throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<Integer, Assignment> partition : partitions.entrySet()) {
            List<Integer> brokers = moving.apply(partition.getValue());
            if (!brokers.isEmpty()) {
                writeReplicas(json, partition.getKey(), brokers);
            }
        }
        json.writeEndObject();
    }

    private static int partition(ZnodeJson json, String name) {
        try {
            int partition = Integer.parseInt(name);
            if (partition >= 0
                    && partition < PARTITIONS_MAX
                    && Integer.toString(partition).equals(name)) {
                return partition;
            }
        } catch (NumberFormatException e) {
            throw json.malformed("'" + name + "' is no partition");
        }
        throw json.malformed("'" + name + "' is no partition");
    }

    private static List<Integer> moving(ZnodeJson json, Map<String, Object> moving, String partition) {
        Object brokers = moving.get(partition);
        return brokers == null ? List.of() : json.integers(partition, brokers);
    }

    private static Uuid id(ZnodeJson json) {
        try {
            return Uuid.parse(json.text("topic_id"));
        } catch (IllegalArgumentException e) {
            throw json.malformed("'topic_id' is no id");
        }
    }
}
