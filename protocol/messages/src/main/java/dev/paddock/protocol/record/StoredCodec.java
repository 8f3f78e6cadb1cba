package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;

/** No compression: a copy. */
final class StoredCodec implements Codec {
    @Override
    public void decompress(ByteBuf in, byte magic, BoundedOutput out) {
        copy(in, out);
    }

    @Override
    public void compress(ByteBuf in, byte magic, int level, BoundedOutput out) {
        copy(in, out);
    }

    private static void copy(ByteBuf in, BoundedOutput out) {
        try (DirectBytes bytes = DirectBytes.of(in)) {
            out.write(bytes.buffer());
        }
    }
}
