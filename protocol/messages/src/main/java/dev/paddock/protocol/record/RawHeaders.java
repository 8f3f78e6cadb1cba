package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A record's headers as they lie in it, without their count. */
record RawHeaders(int count, ByteBuf bytes) {
    static final RawHeaders NONE = new RawHeaders(0, Unpooled.EMPTY_BUFFER);

    static RawHeaders of(List<RecordHeader> headers) {
        if (headers.isEmpty()) {
            return NONE;
        }
        ByteBuf bytes = Unpooled.buffer();
        for (RecordHeader header : headers) {
            write(bytes, header.key());
            if (header.value() == null) {
                Varints.write(bytes, -1);
            } else {
                write(bytes, header.value());
            }
        }
        return new RawHeaders(headers.size(), bytes);
    }

    private static void write(ByteBuf out, ByteBuf part) {
        Varints.write(out, part.readableBytes());
        out.writeBytes(part, part.readerIndex(), part.readableBytes());
    }
}
