package dev.paddock.coordinator.zk;

import java.nio.charset.StandardCharsets;

/** {@code /controller_epoch}, persistent: the number of the present controller's term, as bare digits. */
public final class ControllerEpochZnode {
    public static final String PATH = "/controller_epoch";

    private ControllerEpochZnode() {}

    public static byte[] encode(int epoch) {
        return Integer.toString(epoch).getBytes(StandardCharsets.UTF_8);
    }

    public static int decode(byte[] bytes) {
        return ZnodeJson.number(PATH, bytes);
    }
}
