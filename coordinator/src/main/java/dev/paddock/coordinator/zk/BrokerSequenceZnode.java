package dev.paddock.coordinator.zk;

/** {@code /brokers/seqid}, persistent and empty: each write of it raises its version, which makes the next broker id. */
public final class BrokerSequenceZnode {
    public static final String PATH = "/brokers/seqid";

    private BrokerSequenceZnode() {}

    public static byte[] encode() {
        return new byte[0];
    }

    /** Generated ids start above those that people may give. */
    public static int brokerId(ZnodeStat afterWrite, int reservedBrokerIdMax) {
        return Math.addExact(reservedBrokerIdMax, afterWrite.version());
    }
}
