package dev.paddock.protocol.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What line noise, a broken client and an attacker make of a valid frame. */
public enum Mutation {
    RANDOM_BYTES {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        }
    },
    BIT_FLIPS {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            byte[] bytes = frame.clone();
            for (int left = random.nextInt(1, 9); left > 0 && bytes.length > 0; left--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }
    },
    TRUNCATION {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            return Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        }
    },
    OVERWRITTEN_LENGTH {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            byte[] length = length(frame.length, random);
            byte[] bytes = frame.clone();
            int at = random.nextInt(bytes.length + 1);
            System.arraycopy(length, 0, bytes, at, Math.min(length.length, bytes.length - at));
            return bytes;
        }
    },
    SPLICE {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(frame, 0, random.nextInt(frame.length + 1));
            int from = random.nextInt(other.length + 1);
            out.write(other, from, other.length - from);
            return out.toByteArray();
        }
    },
    INSERTION {
        @Override
        public byte[] of(byte[] frame, byte[] other, RandomGenerator random) {
            byte[] inserted = new byte[random.nextInt(1, 9)];
            random.nextBytes(inserted);
            int at = random.nextInt(frame.length + 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(frame, 0, at);
            out.writeBytes(inserted);
            out.write(frame, at, frame.length - at);
            return out.toByteArray();
        }
    };

    /** A frame that may no longer be one; the other frame is there to be mixed in. */
    public abstract byte[] of(byte[] frame, byte[] other, RandomGenerator random);

    /** A length that somebody may claim: in two or four bytes, or as a varint. */
    private static byte[] length(int frameBytes, RandomGenerator random) {
        int[] claims = {-1, -2, 0, 1, frameBytes, frameBytes / 2, Short.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE
        };
        int claim = claims[random.nextInt(claims.length)];
        return switch (random.nextInt(3)) {
            case 0 -> ByteBuffer.allocate(Integer.BYTES).putInt(claim).array();
            case 1 -> ByteBuffer.allocate(Short.BYTES).putShort((short) claim).array();
            default -> varint(claim + 1);
        };
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        while ((left & ~0x7f) != 0) {
            out.write(left | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }
}
