package dev.paddock.broker.probe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * A record as every client should write and read it, and the line that tells of it: "offset key value timestamp headers", where
 * ~ is null, = is before hexadecimal bytes, and what is long is told by its length and MD5.
 */
public record Sample(byte[] key, byte[] value, long timestamp, List<Header> headers) {
    /** What formats before 0.10 have. */
    public static final long NO_TIMESTAMP = -1;

    private static final int SPELT_BYTES_MAX = 300;
    /** Near to the limit of a batch, which is 1,048,588 bytes by default. */
    private static final int LARGE_BYTES = 1_040_000;

    /** A header; its value may be null. */
    public record Header(String name, byte[] value) {}

    /** What each client writes, a millisecond apart. */
    public static List<Sample> all(long firstTimestamp) {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        byte[] large = new byte[LARGE_BYTES];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + i % 23 + i / 50_000);
        }
        List<Header> headers =
                List.of(new Header("h1", bytes("1")), new Header("h1", bytes("2")), new Header("h2", bytes("")));
        List<Header> odd = List.of(new Header("odd", new byte[] {1, -1}), new Header("null", null));
        List<Sample> all = new ArrayList<>();
        all.add(new Sample(bytes("k0"), bytes("v0"), firstTimestamp, headers));
        all.add(new Sample(null, bytes("no key"), firstTimestamp + 1, List.of()));
        all.add(new Sample(bytes("k2"), null, firstTimestamp + 2, List.of()));
        all.add(new Sample(bytes(""), bytes(""), firstTimestamp + 3, List.of()));
        all.add(new Sample(new byte[] {0, -1, '\n'}, everyByte, firstTimestamp + 4, odd));
        all.add(new Sample(bytes("k5"), large, firstTimestamp + 5, List.of()));
        return all;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public Sample withoutHeaders() {
        return new Sample(key, value, timestamp, List.of());
    }

    public Sample withoutNullHeaders() {
        return new Sample(
                key,
                value,
                timestamp,
                headers.stream().filter(header -> header.value() != null).toList());
    }

    public Sample at(long otherTimestamp) {
        return new Sample(key, value, otherTimestamp, headers);
    }

    public String line(long offset) {
        StringJoiner told = new StringJoiner(",");
        headers.forEach(header -> told.add(header.name() + spelt(header.value())));
        return offset + " " + spelt(key) + " " + spelt(value) + " " + timestamp + " " + told;
    }

    private static String spelt(byte[] bytes) {
        if (bytes == null) {
            return "~";
        }
        return bytes.length <= SPELT_BYTES_MAX
                ? "=" + HexFormat.of().formatHex(bytes)
                : "#" + bytes.length + ":" + HexFormat.of().formatHex(md5(bytes));
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that && line(0).equals(that.line(0));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }
}
