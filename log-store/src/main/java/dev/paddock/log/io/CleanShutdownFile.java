package dev.paddock.log.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says that the last run forced everything to the disk before it ended, so that no segment needs to be looked at: Kafka's
 * .kafka_cleanshutdown. That it is there is what counts. It is deleted before anything is written.
 *
 * <pre>
 *   {"version":0,"brokerEpoch":281}     Kafka before 3.7 wrote an empty one
 * </pre>
 */
public final class CleanShutdownFile {
    public static final String NAME = ".kafka_cleanshutdown";

    private static final int BYTES_MAX = 4096;
    private static final Pattern BROKER_EPOCH = Pattern.compile("\"brokerEpoch\"\\s*:\\s*(-?\\d{1,18})\\s*[,}]");

    private CleanShutdownFile() {}

    public static boolean exists(LogDirectory directory) throws IOException {
        return directory.exists(NAME);
    }

    /** Under which epoch the broker that ended was registered (KIP-966); empty where the file does not say so. */
    public static OptionalLong brokerEpoch(LogDirectory directory) throws IOException {
        if (!directory.exists(NAME) || directory.size(NAME) > BYTES_MAX) {
            return OptionalLong.empty();
        }
        return decode(directory.read(NAME, BYTES_MAX));
    }

    /** Everything else has to be on the disk already. */
    public static void write(LogDirectory directory, long brokerEpoch) throws IOException {
        directory.writeAtomically(NAME, encode(brokerEpoch));
    }

    /** Returns when it stays deleted. */
    public static void delete(LogDirectory directory) throws IOException {
        directory.delete(NAME);
        directory.forceFolder("");
    }

    static byte[] encode(long brokerEpoch) {
        return ("{\"version\":0,\"brokerEpoch\":" + brokerEpoch + "}").getBytes(StandardCharsets.UTF_8);
    }

    static OptionalLong decode(byte[] content) {
        Matcher matcher = BROKER_EPOCH.matcher(new String(content, StandardCharsets.UTF_8));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
