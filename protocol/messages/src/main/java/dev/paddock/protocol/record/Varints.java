package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** Numbers of variable length as records of format 2 hold them: seven bits a byte, the lowest first, zigzag. */
final class Varints {
    private static final int CONTINUED = 0x80;
    private static final int BITS = 7;

    private Varints() {}

    static int sizeOf(long value) {
        long zigzag = zigzag(value);
        return zigzag == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(zigzag) + BITS - 1) / BITS;
    }

    /** An int has the same bytes as the long of its value. */
    static void write(ByteBuf out, long value) {
        long rest = zigzag(value);
        while (rest >>> BITS != 0) {
            out.writeByte((int) rest | CONTINUED);
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> (Long.SIZE - 1));
    }
}
