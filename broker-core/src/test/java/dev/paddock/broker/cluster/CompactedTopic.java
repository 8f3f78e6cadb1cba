package dev.paddock.broker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.CompactionProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Partition 0 of a topic as Kafka's clients write and read it, and what has to be in it. */
public final class CompactedTopic {
    private final ClientEra clients;
    private final String name;
    private String bootstrap;
    /** All that was written, by offset. */
    private final TreeMap<Long, Written> written = new TreeMap<>();

    /** @param value null for a tombstone */
    public record Written(String key, String value, String header) {}

    public CompactedTopic(ClientEra clients, String bootstrap, String name) {
        this.clients = clients;
        this.bootstrap = bootstrap;
        this.name = name;
    }

    public void bootstrap(String address) {
        bootstrap = address;
    }

    public String ask(String command) throws Exception {
        return clients.run(CompactionProbe.class, bootstrap + " " + name + " " + command);
    }

    public void write(String codec, int count, int keys, String value) throws Exception {
        long last = Long.parseLong(ask("write " + codec + " " + count + " " + keys + " " + value));
        for (int i = 0; i < count; i++) {
            written.put(
                    last - count + 1 + i,
                    new Written("key-" + i % keys, value.equals("-") ? null : value + "-" + i, Integer.toString(i)));
        }
    }

    public int count() {
        return written.size();
    }

    /** All records that are there, each of which must be as it was written, where it was written. */
    public TreeMap<Long, Written> read() throws Exception {
        TreeMap<Long, Written> found = new TreeMap<>();
        for (String line : ask("read").lines().toList()) {
            String[] words = line.split(" ");
            Written record = new Written(words[1], words[2].equals("null") ? null : words[2], words[3]);
            long offset = Long.parseLong(words[0]);
            assertThat(record).as("at offset %d", offset).isEqualTo(written.get(offset));
            assertThat(found.put(offset, record))
                    .as("once at offset %d", offset)
                    .isNull();
        }
        return found;
    }

    /** As {@link #read}; besides, each key must have the value that it was given last. */
    public TreeMap<Long, Written> readAll() throws Exception {
        TreeMap<Long, Written> found = read();
        assertThat(values(found)).isEqualTo(values(written));
        return found;
    }

    /** A key that was deleted is not there, whether its tombstone is or not. */
    private static Map<String, String> values(TreeMap<Long, Written> records) {
        Map<String, String> values = new HashMap<>();
        records.values().forEach(record -> values.put(record.key(), record.value()));
        values.values().removeIf(Objects::isNull);
        return values;
    }

    public static List<String> keys(TreeMap<Long, Written> records) {
        return records.values().stream().map(Written::key).toList();
    }
}
