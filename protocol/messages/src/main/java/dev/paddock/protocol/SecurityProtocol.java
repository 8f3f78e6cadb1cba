package dev.paddock.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a listener speaks below Kafka's protocol. The ids are those of Apache Kafka's metadata. */
public enum SecurityProtocol {
    PLAINTEXT(0),
    SSL(1),
    SASL_PLAINTEXT(2),
    SASL_SSL(3);

    private final short id;

    SecurityProtocol(int id) {
        this.id = (short) id;
    }

    public short id() {
        return id;
    }

    /** What works in this release; the others are known so that they can be refused by name. */
    public boolean isSupported() {
        return this == PLAINTEXT;
    }

    public static Optional<SecurityProtocol> named(String name) {
        var wanted = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(protocol -> protocol.name().equals(wanted))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }
}
