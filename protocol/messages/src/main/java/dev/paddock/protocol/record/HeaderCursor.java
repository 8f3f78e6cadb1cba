package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** Goes over the headers of one record, whose bytes were checked when the record was read. */
public final class HeaderCursor {
    private final ByteBuf headers;
    private int left;
    private ByteBuf key;
    private ByteBuf value;

    HeaderCursor(ByteBuf headers, int count) {
        this.headers = headers;
        this.left = count;
    }

    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        key = headers.readSlice(size());
        int valueSize = size();
        value = valueSize < 0 ? null : headers.readSlice(valueSize);
        return true;
    }

    private int size() {
        int zigzag = 0;
        int shift = 0;
        int read;
        do {
            read = headers.readByte();
            zigzag |= (read & 0x7f) << shift;
            shift += 7;
        } while (read < 0);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    /** Text in UTF-8. */
    public ByteBuf key() {
        return key;
    }

    /** Null when there is none. */
    public ByteBuf value() {
        return value;
    }
}
