package dev.paddock.coordinator.topic;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a topic may be called: it becomes the name of a folder, with a partition's number behind it. */
public final class TopicName {
    public static final String CONSUMER_OFFSETS = "__consumer_offsets";
    public static final String TRANSACTION_STATE = "__transaction_state";
    /** KRaft's own topic, which nobody may create. */
    public static final String CLUSTER_METADATA = "__cluster_metadata";

    private static final int LENGTH_MAX = 249;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Set<String> INTERNAL = Set.of(CONSUMER_OFFSETS, TRANSACTION_STATE);

    private TopicName() {}

    public static boolean isValid(String name) {
        return name != null && problem(name).isEmpty();
    }

    /** Why the name will not do, as Kafka puts it; empty when it will. */
    public static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return invalid("the empty string is not allowed");
        }
        if (name.equals(".") || name.equals("..")) {
            return invalid("'" + name + "' is not allowed");
        }
        if (name.length() > LENGTH_MAX) {
            return invalid("the length of '" + name + "' is longer than the max allowed length " + LENGTH_MAX);
        }
        return CHARACTERS.matcher(name).matches()
                ? Optional.empty()
                : invalid("'" + name
                        + "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'");
    }

    /** Kafka's own topics, which clients are told apart from people's. */
    public static boolean isInternal(String name) {
        return INTERNAL.contains(name);
    }

    /** The topics that would share this one's name in metrics, where a dot becomes an underscore. */
    public static Set<String> collisions(String name, Collection<String> others) {
        Set<String> colliding = new TreeSet<>();
        if (name.indexOf('.') < 0 && name.indexOf('_') < 0) {
            return colliding;
        }
        String unified = name.replace('.', '_');
        for (String other : others) {
            if (other.replace('.', '_').equals(unified)) {
                colliding.add(other);
            }
        }
        return colliding;
    }

    private static Optional<String> invalid(String why) {
        return Optional.of("Topic name is invalid: " + why);
    }
}
