package dev.paddock.log.clean;

import io.netty.buffer.ByteBuf;

/**
 * SipHash-2-4 with 128 bits, with a secret. Two keys of the same hash would cost a record, as the map keeps no keys. With a
 * secret nobody can look for such keys beforehand, which for MD5, Apache Kafka's choice, is done in seconds; and it takes a
 * fraction of MD5's time. Belongs to one thread; holds the hash of the last key.
 */
final class KeyHash {
    private final long secret0;
    private final long secret1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long low;
    private long high;

    KeyHash(long secret0, long secret1) {
        this.secret0 = secret0;
        this.secret1 = secret1;
    }

    /** Of the readable bytes; the indexes stay. */
    void of(ByteBuf key) {
        v0 = secret0 ^ 0x736f6d6570736575L;
        v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = secret0 ^ 0x6c7967656e657261L;
        v3 = secret1 ^ 0x7465646279746573L;
        int at = key.readerIndex();
        int end = key.writerIndex();
        long tail = (long) key.readableBytes() << 56;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            compress(key.getLongLE(at));
        }
        for (int shift = 0; at < end; at++, shift += 8) {
            tail |= (long) key.getUnsignedByte(at) << shift;
        }
        compress(tail);
        v2 ^= 0xee;
        low = finish();
        v1 ^= 0xdd;
        high = finish();
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private long finish() {
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }
}
