package dev.paddock.log.io;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * To whom a folder of logs belongs: Kafka's meta.properties, version 0, which a missing version stands for too.
 *
 * <pre>
 *   version=0
 *   broker.id=1
 *   cluster.id=u7Yz...          (Kafka before 0.10.1 wrote none)
 * </pre>
 */
public record MetaProperties(OptionalInt brokerId, Optional<String> clusterId) {
    public static final String FILE_NAME = "meta.properties";

    private static final String VERSION = "version";
    private static final String BROKER_ID = "broker.id";
    private static final String CLUSTER_ID = "cluster.id";

    public static MetaProperties of(int brokerId, String clusterId) {
        return new MetaProperties(OptionalInt.of(brokerId), Optional.of(clusterId));
    }

    /** Empty where the folder is new. */
    public static Optional<MetaProperties> read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new LogDirectoryException(file + " cannot be read: " + e, e);
        }
        return Optional.of(parse(file, properties));
    }

    private static MetaProperties parse(Path file, Properties properties) {
        String version = properties.getProperty(VERSION, "0");
        if (version.equals("1")) {
            throw new LogDirectoryException(file + " has version 1: the folder belongs to a Kafka in KRaft mode."
                    + " Give this broker another folder in log.dirs.");
        }
        if (!version.equals("0")) {
            throw new LogDirectoryException(file + ": version is " + version + ", expected 0");
        }
        return new MetaProperties(
                brokerId(file, properties.getProperty(BROKER_ID)),
                Optional.ofNullable(properties.getProperty(CLUSTER_ID)).filter(id -> !id.isBlank()));
    }

    private static OptionalInt brokerId(Path file, String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int id = Integer.parseInt(text.trim());
            if (id >= 0) {
                return OptionalInt.of(id);
            }
        } catch (NumberFormatException e) {
            throw new LogDirectoryException(file + ": broker.id is '" + text + "', expected a number", e);
        }
        throw new LogDirectoryException(file + ": broker.id is " + text + ", expected 0 or more");
    }

    public void write(Path folder) {
        StringBuilder text = new StringBuilder(VERSION + "=0\n");
        brokerId.ifPresent(id -> text.append(BROKER_ID + "=").append(id).append('\n'));
        clusterId.ifPresent(id -> text.append(CLUSTER_ID + "=").append(id).append('\n'));
        Path file = folder.resolve(FILE_NAME);
        try {
            AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LogDirectoryException(file + " cannot be written: " + e, e);
        }
    }
}
