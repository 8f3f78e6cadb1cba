package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * RFC 1952.
 *
 * <pre>
 *   1f 8b  method = 8  flags  mtime (4)  xfl  os   then what the flags name: extra, name, comment, header crc
 *   deflated bytes   crc32 of the content (4, little endian)   its length (4)          and perhaps the next member
 * </pre>
 */
final class GzipCodec implements Codec {
    private static final short MAGIC = (short) 0x8b1f;
    private static final byte DEFLATED = 8;
    private static final byte UNKNOWN_SYSTEM = (byte) 0xff;
    private static final int HAS_HEADER_CRC = 0x02;
    private static final int HAS_EXTRA = 0x04;
    private static final int HAS_NAME = 0x08;
    private static final int HAS_COMMENT = 0x10;
    private static final int TIME_AND_SYSTEM_BYTES = 6;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int STEP_BYTES = 4096;

    @Override
    public void decompress(ByteBuf in, byte magic, BoundedOutput out) {
        Inflater inflater = new Inflater(true);
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer().order(ByteOrder.LITTLE_ENDIAN);
            do {
                skipHeader(bytes);
                inflateMember(inflater, bytes, out);
                inflater.reset();
                // What follows and is no member is ignored, as zlib's tools and Kafka do.
            } while (bytes.remaining() > HEADER_BYTES && bytes.getShort(bytes.position()) == MAGIC);
        } catch (DataFormatException | BufferUnderflowException e) {
            throw Damage.of("gzip", e);
        } finally {
            inflater.end();
        }
    }

    private static void skipHeader(ByteBuffer bytes) throws DataFormatException {
        if (bytes.getShort() != MAGIC || bytes.get() != DEFLATED) {
            throw new DataFormatException("it does not begin as gzip does");
        }
        int flags = bytes.get();
        skip(bytes, TIME_AND_SYSTEM_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(bytes, Short.toUnsignedInt(bytes.getShort()));
        }
        if ((flags & HAS_NAME) != 0) {
            skipText(bytes);
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText(bytes);
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            skip(bytes, Short.BYTES);
        }
    }

    private static void skip(ByteBuffer bytes, int count) {
        if (count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + count);
    }

    private static void skipText(ByteBuffer bytes) {
        byte last;
        do {
            last = bytes.get();
        } while (last != 0);
    }

    private static void inflateMember(Inflater inflater, ByteBuffer bytes, BoundedOutput out)
            throws DataFormatException {
        inflater.setInput(bytes);
        CRC32 crc = new CRC32();
        while (!inflater.finished()) {
            ByteBuffer room = out.room(1);
            int inflated = inflater.inflate(room);
            if (inflated == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new DataFormatException("it ends too early");
            }
            crc.update(room.flip());
            out.advance(inflated);
        }
        int length = (int) inflater.getBytesWritten();
        if (bytes.getInt() != (int) crc.getValue() || bytes.getInt() != length) {
            throw new DataFormatException("checksum or length do not fit the content");
        }
    }

    @Override
    public void compress(ByteBuf in, byte magic, int level, BoundedOutput out) {
        Deflater deflater =
                new Deflater(level == Compression.DEFAULT_LEVEL ? Deflater.DEFAULT_COMPRESSION : level, true);
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer();
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            header.putShort(MAGIC).put(DEFLATED).put(HEADER_BYTES - 1, UNKNOWN_SYSTEM);
            out.write(header.clear());
            CRC32 crc = new CRC32();
            crc.update(bytes.duplicate());
            int length = bytes.remaining();
            deflater.setInput(bytes);
            deflater.finish();
            while (!deflater.finished()) {
                out.advance(deflater.deflate(out.room(STEP_BYTES)));
            }
            ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(trailer.putInt((int) crc.getValue()).putInt(length).flip());
        } finally {
            deflater.end();
        }
    }
}
