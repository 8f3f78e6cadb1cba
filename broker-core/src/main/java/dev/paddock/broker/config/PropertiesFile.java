package dev.paddock.broker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A file in the format of Java properties, as Kafka reads it: ISO-8859-1, the last of two equal keys counts.
 *
 * @param contradictions the keys that are given more than once with different values
 */
record PropertiesFile(Map<String, String> values, SortedSet<String> contradictions) {
    static PropertiesFile read(Path path) throws IOException {
        var lines = new Lines();
        try (var in = Files.newInputStream(path)) {
            lines.load(in);
        } catch (NoSuchFileException e) {
            var missing = new NoSuchFileException(
                    path.toAbsolutePath().toString(), null, "there is no such file; name the broker's properties file");
            missing.initCause(e);
            throw missing;
        } catch (IllegalArgumentException e) {
            throw new IOException(path.toAbsolutePath() + " is no properties file: " + e.getMessage(), e);
        }
        var values = new HashMap<String, String>();
        lines.forEach((key, value) -> values.put((String) key, (String) value));
        return new PropertiesFile(values, lines.contradictions);
    }

    /** Sees every line go by; Properties itself would silently forget the earlier one. */
    @SuppressWarnings("serial") // never serialised
    private static final class Lines extends Properties {
        private final transient SortedSet<String> contradictions = new TreeSet<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            var before = super.put(key, value);
            if (before != null && !before.equals(value)) {
                contradictions.add((String) key);
            }
            return before;
        }
    }
}
