package dev.paddock.protocol;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Kafka's id of a topic, a directory or a cluster: 16 bytes, printed as 22 characters of URL-safe base64. */
public record Uuid(long mostSignificantBits, long leastSignificantBits) implements Comparable<Uuid> {
    public static final Uuid ZERO = new Uuid(0, 0);
    /** Kafka keeps this one for the topic of its own metadata. */
    public static final Uuid ONE = new Uuid(0, 1);

    private static final int BYTES = 16;

    /** A random one that is none of the reserved ones and never looks like an option on a command line. */
    public static Uuid random() {
        while (true) {
            UUID random = UUID.randomUUID();
            Uuid uuid = new Uuid(random.getMostSignificantBits(), random.getLeastSignificantBits());
            if (!uuid.equals(ZERO) && !uuid.equals(ONE) && !uuid.toString().startsWith("-")) {
                return uuid;
            }
        }
    }

    public static Uuid parse(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no id: expected " + BYTES + " bytes in base64, found " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    @Override
    public int compareTo(Uuid other) {
        int most = Long.compare(mostSignificantBits, other.mostSignificantBits);
        return most != 0 ? most : Long.compare(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(mostSignificantBits)
                .putLong(leastSignificantBits)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
