package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** How a builder's records become bytes: one of the two ways. One thread's; closed by the builder. */
interface BatchWriter extends AutoCloseable {
    void append(long offset, long timestamp, ByteBuf key, ByteBuf value, RawHeaders headers);

    long lastOffset();

    long maxTimestamp();

    int sizeInBytes();

    /** The caller owns what it returns. */
    ByteBuf build(long lastOffset, long maxTimestamp);

    @Override
    void close();
}
