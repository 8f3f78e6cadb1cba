package dev.paddock.coordinator.zk;

/** {@code /controller}, ephemeral: which broker is the controller. */
public final class ControllerZnode {
    public static final String PATH = "/controller";

    private static final int VERSION = 2;
    /** What Kafka 3.9 writes when no KRaft controller takes the cluster over. */
    private static final int NO_KRAFT_EPOCH = -1;

    private ControllerZnode() {}

    public static byte[] encode(int brokerId, long timestampMs) {
        return ZnodeJson.object(json -> {
            json.writeNumberField("version", VERSION);
            json.writeNumberField("brokerid", brokerId);
            json.writeStringField("timestamp", Long.toString(timestampMs));
            json.writeNumberField("kraftControllerEpoch", NO_KRAFT_EPOCH);
        });
    }

    public static int decode(byte[] bytes) {
        return ZnodeJson.parse(PATH, bytes).integer("brokerid");
    }
}
