package dev.paddock.coordinator.topic;

import dev.paddock.coordinator.zk.ZnodeJson;

/**
 * {@code /brokers/topics/<topic>/partitions/<partition>/state}, persistent: who leads, in which epoch, and who is in sync.
 * Written in the very bytes of Apache Kafka 3.9. Fields that we do not know are passed over.
 */
public final class PartitionStateZnode {
    private static final int VERSION = 1;

    private PartitionStateZnode() {}

    /** The parent of a topic's partitions. */
    public static String partitionsPath(String topic) {
        return TopicZnode.path(topic) + "/partitions";
    }

    public static String partitionPath(String topic, int partition) {
        return partitionsPath(topic) + "/" + partition;
    }

    public static String path(String topic, int partition) {
        return partitionPath(topic, partition) + "/state";
    }

    public static byte[] encode(Leadership leadership) {
        return ZnodeJson.object(json -> {
            json.writeNumberField("controller_epoch", leadership.controllerEpoch());
            json.writeNumberField("leader", leadership.leader());
            json.writeNumberField("version", VERSION);
            json.writeNumberField("leader_epoch", leadership.leaderEpoch());
            json.writeArrayFieldStart("isr");
            for (int broker : leadership.isr()) {
                json.writeNumber(broker);
            }
            json.writeEndArray();
        });
    }

    public static Leadership decode(String topic, int partition, byte[] bytes) {
        ZnodeJson json = ZnodeJson.parse(path(topic, partition), bytes);
        return new Leadership(
                json.integer("leader"),
                json.integer("leader_epoch"),
                json.integers("isr", json.list("isr")),
                json.integer("controller_epoch"));
    }
}
