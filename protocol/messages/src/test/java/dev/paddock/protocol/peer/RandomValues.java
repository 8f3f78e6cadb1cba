package dev.paddock.protocol.peer;

import dev.paddock.protocol.Uuid;
import java.util.random.RandomGenerator;

/** Values of the protocol's types, with a liking for the ends of their ranges. */
final class RandomValues {
    /** One, two, three and four bytes in UTF-8, and what needs care in other places. */
    private static final int[] CODE_POINTS = {
        'a', 'Z', '0', ' ', '\0', 0x7f, 'é', 'ß', 'Ж', '中', '\uffff', 0x1f980, 0x10ffff
    };

    private final RandomGenerator random;

    RandomValues(RandomGenerator random) {
        this.random = random;
    }

    Object scalar(String type) {
        return switch (type) {
            case "bool" -> random.nextBoolean();
            case "int8" -> (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "int16" -> (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case "uint16" -> (int) integer(0, 0xffff);
            case "int32" -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int64" -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case "float64" -> float64();
            case "uuid" -> uuid();
            case "string" -> string();
            case "bytes", "records" -> bytes();
            default -> throw new IllegalArgumentException("the type " + type + " has no random values");
        };
    }

    private long integer(long lowest, long highest) {
        return switch (random.nextInt(6)) {
            case 0 -> lowest;
            case 1 -> highest;
            case 2 -> Math.max(lowest, -1);
            case 3 -> random.nextInt(3);
            default -> highest == Long.MAX_VALUE ? random.nextLong() : random.nextLong(lowest, highest + 1);
        };
    }

    private double float64() {
        return switch (random.nextInt(6)) {
            case 0 -> -0.0;
            case 1 -> Double.MIN_VALUE;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> Double.NaN;
            default -> random.nextGaussian();
        };
    }

    private Uuid uuid() {
        return switch (random.nextInt(4)) {
            case 0 -> Uuid.ZERO;
            case 1 -> Uuid.ONE;
            default -> new Uuid(random.nextLong(), random.nextLong());
        };
    }

    private String string() {
        boolean isAscii = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (int left = length(); left > 0; left--) {
            text.appendCodePoint(isAscii ? random.nextInt('!', 0x7f) : CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        // Records of more than a kilobyte are not copied into a frame.
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(1000, 2100) : length()];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Mostly short; now and then as long as a length of two bytes in the compact form. */
    private int length() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> random.nextInt(120, 260);
            default -> random.nextInt(1, 12);
        };
    }
}
