package dev.paddock.log.io;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * Apache Kafka's {@code meta.properties} at the top of each folder of {@code log.dirs}: whose folder it is. Version 0, as
 * ZooKeeper mode writes it; all of its fields may be missing, even the version. The directory id is only kept for Kafka.
 */
public record MetaProperties(OptionalInt brokerId, Optional<String> clusterId, Optional<String> directoryId) {
    public static final String FILE_NAME = "meta.properties";

    private static final String VERSION_KEY = "version";
    private static final String BROKER_ID_KEY = "broker.id";
    private static final String CLUSTER_ID_KEY = "cluster.id";
    private static final String DIRECTORY_ID_KEY = "directory.id";

    public static Optional<MetaProperties> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new LogDirectoryException(file + " is no properties file: " + e.getMessage() + ". " + restore());
        }
        requireVersion0(file, properties.getProperty(VERSION_KEY, "0").trim());
        return Optional.of(new MetaProperties(
                brokerId(file, properties.getProperty(BROKER_ID_KEY)),
                Optional.ofNullable(properties.getProperty(CLUSTER_ID_KEY)),
                Optional.ofNullable(properties.getProperty(DIRECTORY_ID_KEY))));
    }

    public void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(VERSION_KEY, "0");
        brokerId.ifPresent(id -> properties.setProperty(BROKER_ID_KEY, Integer.toString(id)));
        clusterId.ifPresent(id -> properties.setProperty(CLUSTER_ID_KEY, id));
        directoryId.ifPresent(id -> properties.setProperty(DIRECTORY_ID_KEY, id));
        StringWriter text = new StringWriter();
        properties.store(text, "");
        byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        AtomicFile.replace(directory.resolve(FILE_NAME), content, AtomicFile.Access.USUAL);
    }

    private static void requireVersion0(Path file, String version) {
        switch (version) {
            case "0" -> {
                return;
            }
            case "1" ->
                throw new LogDirectoryException(
                        file + " has version 1: its folder was formatted by Apache Kafka in KRaft"
                                + " mode, whose metadata is not in ZooKeeper. Use other log.dirs");
            default ->
                throw new LogDirectoryException(
                        file + " has version '" + version + "'; only version 0 is known. " + restore());
        }
    }

    private static OptionalInt brokerId(Path file, String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            throw new LogDirectoryException(file + " has broker.id '" + text + "', which is no number. " + restore());
        }
    }

    private static String restore() {
        return "Restore it, or take its folder out of log.dirs";
    }
}
