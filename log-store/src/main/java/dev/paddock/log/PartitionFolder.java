package dev.paddock.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder in one of log.dirs that belongs to a partition, told from its name:
 *
 * <pre>
 *   LIVE      my-topic-3
 *   DELETED   my-topic-3.UNIQUE-delete     waits for its files to be deleted; the topic may be cut off
 *   FUTURE    my-topic-3.UNIQUE-future     is being moved here from another of log.dirs
 *   STRAY     my-topic-3.UNIQUE-stray      is assigned to this broker no more; the topic may be cut off
 * </pre>
 */
public record PartitionFolder(String name, TopicPartition partition, Kind kind) {
    /** What the folder is for. */
    public enum Kind {
        LIVE(""),
        DELETED("-delete"),
        FUTURE("-future"),
        STRAY("-stray");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** What file systems allow, and what Apache Kafka cuts the topic for. */
    private static final int NAME_CHARS_MAX = 255;

    private static final int TOPIC_CHARS_MAX = 249;
    // No leading zeros: a partition has one folder name only.
    private static final Pattern LIVE = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(0|[1-9][0-9]{0,9})");
    private static final Pattern SUFFIXED = Pattern.compile(
            "(.*)\\.([^.\\s]+?)(" + Kind.DELETED.suffix + "|" + Kind.FUTURE.suffix + "|" + Kind.STRAY.suffix + ")");

    /** Empty when a folder of that name is no partition's. */
    public static Optional<PartitionFolder> parse(String name) {
        if (name.length() > NAME_CHARS_MAX + TOPIC_CHARS_MAX) {
            return Optional.empty();
        }
        Matcher suffixed = SUFFIXED.matcher(name);
        if (!suffixed.matches()) {
            return partition(name).map(partition -> new PartitionFolder(name, partition, Kind.LIVE));
        }
        Kind kind = kind(suffixed.group(3));
        return partition(suffixed.group(1)).map(partition -> new PartitionFolder(name, partition, kind));
    }

    /**
     * The folder of a partition for a purpose.
     *
     * @param unique what keeps two folders of one partition apart, such as a random UUID without dashes; unused for LIVE
     */
    public static PartitionFolder of(TopicPartition partition, Kind kind, String unique) {
        if (kind == Kind.LIVE) {
            return new PartitionFolder(partition.toString(), partition, kind);
        }
        String end = "-" + partition.partition() + "." + unique + kind.suffix;
        String topic = partition.topic();
        // A folder that is moved into place keeps its topic; of the others nobody needs to know it whole.
        int length = kind == Kind.FUTURE ? topic.length() : Math.min(topic.length(), NAME_CHARS_MAX - end.length());
        return new PartitionFolder(topic.substring(0, length) + end, partition, kind);
    }

    private static Kind kind(String suffix) {
        for (Kind kind : Kind.values()) {
            if (kind.suffix.equals(suffix)) {
                return kind;
            }
        }
        throw new IllegalStateException("No kind of folder ends in " + suffix);
    }

    private static Optional<TopicPartition> partition(String text) {
        Matcher matcher = LIVE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String topic = matcher.group(1);
        long number = Long.parseLong(matcher.group(2));
        boolean legal = number <= Integer.MAX_VALUE && !topic.equals(".") && !topic.equals("..");
        return legal ? Optional.of(new TopicPartition(topic, (int) number)) : Optional.empty();
    }
}
