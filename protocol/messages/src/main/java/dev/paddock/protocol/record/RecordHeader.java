package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** One header of a record to be written. The value may be null. Both stay the caller's. */
public record RecordHeader(ByteBuf key, ByteBuf value) {}
