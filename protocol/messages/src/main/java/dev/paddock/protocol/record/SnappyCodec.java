package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * Snappy in the frame of snappy-java's streams, which all of Kafka writes; and, in reading, one bare block, as some
 * clients send.
 *
 * <pre>
 *   82 'S' 'N' 'A' 'P' 'P' 'Y' 00   int32 version = 1   int32 compatible with = 1   then blocks: int32 size, block
 * </pre>
 *
 * A whole stream may follow another one.
 */
final class SnappyCodec implements Codec {
    private static final long MAGIC = 0x82534e4150505900L;
    private static final int MAGIC_START = (int) (MAGIC >>> Integer.SIZE);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int BLOCK_BYTES = 32 * 1024;
    /** Three bytes of a block copy at most 64, so that a block cannot hold more than this for each of its bytes. */
    private static final int RATIO_MAX = 64;

    @Override
    public void decompress(ByteBuf in, byte magic, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer();
            if (bytes.remaining() < HEADER_BYTES || bytes.getLong(bytes.position()) != MAGIC) {
                decompressBlock(bytes, bytes.remaining(), out);
                return;
            }
            bytes.position(bytes.position() + HEADER_BYTES);
            while (bytes.hasRemaining()) {
                int size = bytes.getInt();
                if (size == MAGIC_START) {
                    bytes.getInt();
                    bytes.getLong();
                } else {
                    decompressBlock(bytes, size, out);
                }
            }
        } catch (IOException | BufferUnderflowException e) {
            throw Damage.of("snappy", e);
        }
    }

    private static void decompressBlock(ByteBuffer bytes, int size, BoundedOutput out) throws IOException {
        if (size <= 0 || size > bytes.remaining()) {
            throw new IOException("a block of " + size + " bytes where " + bytes.remaining() + " are left");
        }
        ByteBuffer block = bytes.slice(bytes.position(), size);
        int length = Snappy.uncompressedLength(block);
        if (length < 0 || length > (long) size * RATIO_MAX) {
            throw new IOException("a block of " + size + " bytes cannot hold " + Integer.toUnsignedString(length));
        }
        if (length > 0) {
            out.advance(Snappy.uncompress(block, out.room(length)));
        } else if (!Snappy.isValidCompressedBuffer(block)) {
            throw new IOException("an empty block has content");
        }
        bytes.position(bytes.position() + size);
    }

    @Override
    public void compress(ByteBuf in, byte magic, int level, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer();
            out.write(ByteBuffer.allocate(HEADER_BYTES)
                    .putLong(MAGIC)
                    .putInt(VERSION)
                    .putInt(VERSION)
                    .flip());
            while (bytes.hasRemaining()) {
                int length = Math.min(BLOCK_BYTES, bytes.remaining());
                ByteBuffer block = bytes.slice(bytes.position(), length);
                ByteBuffer room = out.room(Integer.BYTES + Snappy.maxCompressedLength(length));
                int size = Snappy.compress(block, room.slice(Integer.BYTES, room.remaining() - Integer.BYTES));
                room.putInt(0, size);
                out.advance(Integer.BYTES + size);
                bytes.position(bytes.position() + length);
            }
        } catch (IOException e) {
            throw new IllegalStateException("snappy cannot compress", e);
        }
    }
}
