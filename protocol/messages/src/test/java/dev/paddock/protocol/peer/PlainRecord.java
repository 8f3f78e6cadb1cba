package dev.paddock.protocol.peer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A record as values that can be compared and printed; bytes are hexadecimal, null stays null. */
public record PlainRecord(long offset, long timestamp, String key, String value, List<PlainHeader> headers) {
    private static final long SOME_TIME = 1_700_000_000_000L;

    /** One header of it. */
    public record PlainHeader(String key, String value) {}

    public static String hex(byte[] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    public static byte[] bytes(String hex) {
        return hex == null ? null : HexFormat.of().parseHex(hex);
    }

    /** So many of them, with gaps between the offsets when that is wished. */
    public static List<PlainRecord> random(Random random, int count, long baseOffset, boolean hasGaps) {
        List<PlainRecord> records = new ArrayList<>();
        long offset = baseOffset;
        for (int i = 0; i < count; i++) {
            long timestamp = random.nextInt(20) == 0 ? -1 : SOME_TIME + random.nextInt(100_000);
            List<PlainHeader> headers = new ArrayList<>();
            for (int h = random.nextInt(8) - 5; h > 0; h--) {
                headers.add(new PlainHeader("h" + random.nextInt(100), randomBytes(random, 20)));
            }
            records.add(new PlainRecord(offset, timestamp, randomBytes(random, 40), randomBytes(random, 400), headers));
            offset += hasGaps ? 1 + random.nextInt(4) : 1;
        }
        return records;
    }

    /** Compresses somewhat; is null at times. */
    private static String randomBytes(Random random, int bytesMax) {
        if (random.nextInt(10) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(bytesMax)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= 0x0f;
        }
        return hex(bytes);
    }

    public PlainRecord withOffset(long other) {
        return new PlainRecord(other, timestamp, key, value, headers);
    }

    public PlainRecord withTimestamp(long other) {
        return new PlainRecord(offset, other, key, value, headers);
    }

    public PlainRecord withKey(String other) {
        return new PlainRecord(offset, timestamp, other, value, headers);
    }

    public PlainRecord withoutHeaders() {
        return new PlainRecord(offset, timestamp, key, value, List.of());
    }
}
