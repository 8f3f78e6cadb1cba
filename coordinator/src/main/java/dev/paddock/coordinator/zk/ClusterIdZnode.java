package dev.paddock.coordinator.zk;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** {@code /cluster/id}, persistent: the cluster's id, made up once by whichever broker comes first. */
public final class ClusterIdZnode {
    public static final String PATH = "/cluster/id";

    private ClusterIdZnode() {}

    /** The version is a string here, unlike everywhere else; Apache Kafka writes it so. */
    public static byte[] encode(String clusterId) {
        return ZnodeJson.object(json -> {
            json.writeStringField("version", "1");
            json.writeStringField("id", clusterId);
        });
    }

    public static String decode(byte[] bytes) {
        return ZnodeJson.parse(PATH, bytes).text("id");
    }

    /** A UUID in Kafka's form: its 16 bytes as 22 characters of base64url. */
    public static String random() {
        UUID uuid = UUID.randomUUID();
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits());
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes.putLong(uuid.getLeastSignificantBits()).array());
    }
}
