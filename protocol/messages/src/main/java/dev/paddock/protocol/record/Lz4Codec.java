package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The lz4 frame, little endian, as Kafka writes it: blocks of 64 KB that stand alone, with no checksums.
 *
 * <pre>
 *   int32 magic   flags   block descriptor   [int64 content size]   header checksum
 *   blocks: int32 size (top bit: stored as it is), bytes, [int32 checksum]   int32 0   [int32 content checksum]
 *
 *   flags   6-7 version = 1   5 blocks stand alone   4 block checksums   3 content size   2 content checksum   0-1 none
 *   block descriptor   4-6 size of a block: 4 for 64 KB to 7 for 4 MB
 *   header checksum    second byte of xxhash32 of what lies between magic and itself
 * </pre>
 *
 * Clients of Kafka 0.8 and 0.9 took the magic into the header's checksum (KIP-57): in format 0 it is written as they
 * expect it, and not looked at.
 */
final class Lz4Codec implements Codec {
    private static final int MAGIC = 0x184D2204;
    private static final int HEADER_BYTES_MIN = 7;
    private static final int HEADER_BYTES_MAX = HEADER_BYTES_MIN + Long.BYTES;
    private static final int DESCRIPTOR_INDEX = 4;
    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION_1 = 0x40;
    private static final int STANDS_ALONE = 0x20;
    private static final int HAS_BLOCK_CHECKSUMS = 0x10;
    private static final int HAS_CONTENT_SIZE = 0x08;
    private static final int HAS_CONTENT_CHECKSUM = 0x04;
    private static final int RESERVED = 0x03;
    private static final int BLOCK_RESERVED = 0x8F;
    private static final int BLOCK_SIZE_SHIFT = 4;
    private static final int BLOCK_SIZE_MIN = 4;
    private static final int BLOCK_64_KB = 64 * 1024;
    private static final int STORED_BIT = 0x80000000;
    private static final int RATIO_MAX = 255;
    private static final int LEVEL_OF_FAST = 9;

    @Override
    public void decompress(ByteBuf in, byte magic, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer().order(ByteOrder.LITTLE_ENDIAN);
            Frame frame = readHeader(bytes, magic);
            int size = bytes.getInt();
            while (size != 0) {
                readBlock(frame, bytes, size, out);
                size = bytes.getInt();
            }
            if (frame.hasContentChecksum) {
                bytes.getInt();
            }
        } catch (IOException | BufferUnderflowException | LZ4Exception e) {
            throw Damage.of("lz4", e);
        }
    }

    @Override
    public void checkBeginning(ByteBuf in, byte magic) {
        try {
            int length = Math.min(in.readableBytes(), HEADER_BYTES_MAX);
            readHeader(in.nioBuffer(in.readerIndex(), length).order(ByteOrder.LITTLE_ENDIAN), magic);
        } catch (IOException | BufferUnderflowException e) {
            throw Damage.of("lz4", e);
        }
    }

    private static Frame readHeader(ByteBuffer bytes, byte magic) throws IOException {
        int start = bytes.position();
        if (bytes.getInt() != MAGIC) {
            throw new IOException("it does not begin as a frame does");
        }
        int flags = bytes.get();
        int block = bytes.get();
        if ((flags & VERSION_MASK) != VERSION_1 || (flags & RESERVED) != 0 || (block & BLOCK_RESERVED) != 0) {
            throw new IOException("flags " + flags + " and block descriptor " + block + " are unknown");
        }
        if ((flags & STANDS_ALONE) == 0) {
            throw new IOException("blocks that build on each other are not supported");
        }
        int sizeId = block >> BLOCK_SIZE_SHIFT;
        if (sizeId < BLOCK_SIZE_MIN) {
            throw new IOException("block size " + sizeId + " is none of 4 to 7");
        }
        if ((flags & HAS_CONTENT_SIZE) != 0) {
            bytes.getLong();
        }
        int described = bytes.position() - start - DESCRIPTOR_INDEX;
        if (bytes.get() != headerChecksum(bytes, start + DESCRIPTOR_INDEX, described) && magic != 0) {
            throw new IOException("the checksum of its header is wrong");
        }
        int blockBytesMax = 1 << (2 * sizeId + 8);
        return new Frame(blockBytesMax, (flags & HAS_BLOCK_CHECKSUMS) != 0, (flags & HAS_CONTENT_CHECKSUM) != 0);
    }

    private static byte headerChecksum(ByteBuffer bytes, int index, int length) {
        return (byte) (xxHash().hash(bytes, index, length, 0) >> Byte.SIZE);
    }

    private static XXHash32 xxHash() {
        return XXHashFactory.fastestInstance().hash32();
    }

    private static void readBlock(Frame frame, ByteBuffer bytes, int sizeAndBit, BoundedOutput out) throws IOException {
        int size = sizeAndBit & ~STORED_BIT;
        if (size > frame.blockBytesMax || size > bytes.remaining()) {
            throw new IOException("a block of " + size + " bytes, where one has at most " + frame.blockBytesMax
                    + " and " + bytes.remaining() + " are left");
        }
        int index = bytes.position();
        if (sizeAndBit < 0) {
            out.write(bytes.slice(index, size));
        } else {
            LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
            int likelyMax = Math.min(frame.blockBytesMax, Math.max(1, size * RATIO_MAX));
            ByteBuffer room = out.room(likelyMax);
            int length = Math.min(room.remaining(), frame.blockBytesMax);
            out.advance(decompressor.decompress(bytes, index, size, room, room.position(), length));
        }
        bytes.position(index + size);
        if (frame.hasBlockChecksums && bytes.getInt() != xxHash().hash(bytes, index, size, 0)) {
            throw new IOException("the checksum of a block is wrong");
        }
    }

    @Override
    public void compress(ByteBuf in, byte magic, int level, BoundedOutput out) {
        try (DirectBytes input = DirectBytes.of(in)) {
            ByteBuffer bytes = input.buffer();
            LZ4Compressor compressor = compressor(level);
            out.write(header(magic));
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                int length = Math.min(BLOCK_64_KB, bytes.remaining());
                writeBlock(bytes.slice(bytes.position(), length), compressor, out);
                bytes.position(bytes.position() + length);
            }
            out.write(word);
        }
    }

    /** As Kafka has it: its default level, 9, means the fast compressor. */
    private static LZ4Compressor compressor(int level) {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        boolean isFast = level == Compression.DEFAULT_LEVEL || level == LEVEL_OF_FAST;
        return isFast ? factory.fastCompressor() : factory.highCompressor(level);
    }

    private static ByteBuffer header(byte magic) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES_MIN).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).put((byte) (VERSION_1 | STANDS_ALONE)).put((byte) (BLOCK_SIZE_MIN << BLOCK_SIZE_SHIFT));
        int from = magic == 0 ? 0 : DESCRIPTOR_INDEX;
        byte checksum = headerChecksum(header, from, header.position() - from);
        return header.put(checksum).flip();
    }

    private static void writeBlock(ByteBuffer block, LZ4Compressor compressor, BoundedOutput out) {
        int length = block.remaining();
        ByteBuffer room =
                out.room(Integer.BYTES + compressor.maxCompressedLength(length)).order(ByteOrder.LITTLE_ENDIAN);
        int size = compressor.compress(block, 0, length, room, Integer.BYTES, room.remaining() - Integer.BYTES);
        boolean isSmaller = size < length;
        if (!isSmaller) {
            room.put(Integer.BYTES, block, 0, length);
            size = length;
        }
        room.putInt(0, isSmaller ? size : size | STORED_BIT);
        out.advance(Integer.BYTES + size);
    }

    private record Frame(int blockBytesMax, boolean hasBlockChecksums, boolean hasContentChecksum) {}
}
