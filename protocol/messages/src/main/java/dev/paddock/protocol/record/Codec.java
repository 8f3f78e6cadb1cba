package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** One way to compress. Holds no state, so that all threads share it; whatever is wrong with its input is one exception. */
interface Codec {
    /** Reads the whole input and leaves its indexes alone. */
    void decompress(ByteBuf in, byte magic, BoundedOutput out);

    /** Refuses, without reading on, what no client could decompress because of how it begins. Leaves its indexes alone. */
    default void checkBeginning(ByteBuf in, byte magic) {}

    /** Reads the whole input and leaves its indexes alone. */
    void compress(ByteBuf in, byte magic, int level, BoundedOutput out);
}
