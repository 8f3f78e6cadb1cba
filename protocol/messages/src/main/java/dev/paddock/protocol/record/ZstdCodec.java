package dev.paddock.protocol.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** RFC 8878, one frame or several. What a frame claims to hold is not believed: the output grows as it comes. */
final class ZstdCodec implements Codec {
    @Override
    public void decompress(ByteBuf in, byte magic, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in);
                ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            ByteBuffer bytes = input.buffer();
            boolean isFrameComplete = false;
            while (bytes.hasRemaining() || !isFrameComplete) {
                ByteBuffer room = out.room(1);
                int start = room.position();
                isFrameComplete = context.decompressDirectByteBufferStream(room, bytes);
                out.advance(room.position() - start);
                if (!isFrameComplete && !bytes.hasRemaining() && room.hasRemaining()) {
                    throw InvalidRecordsException.invalid(
                            "records are damaged: their zstd is not valid: it ends too early");
                }
            }
        } catch (ZstdException e) {
            throw Damage.of("zstd", e);
        }
    }

    @Override
    public void compress(ByteBuf in, byte magic, int level, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in);
                ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setLevel(level == Compression.DEFAULT_LEVEL ? Zstd.defaultCompressionLevel() : level);
            ByteBuffer bytes = input.buffer();
            int bound = Math.toIntExact(Zstd.compressBound(bytes.remaining()));
            ByteBuffer room = out.room(bound);
            out.advance(context.compressDirectByteBuffer(
                    room, room.position(), room.remaining(), bytes, bytes.position(), bytes.remaining()));
        }
    }
}
