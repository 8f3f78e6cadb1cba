package dev.paddock.client.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Our name and version, as brokers log them (KIP-511) and as commands print them. */
public final class SoftwareVersion {
    public static final String NAME = "paddock";

    private static final String RESOURCE = "/dev/paddock/client/version.properties";
    private static final String CURRENT = read();

    private SoftwareVersion() {}

    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = SoftwareVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of our own jar", e);
        }
    }
}
