package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A window on one batch in a buffer, or on one message of the formats 0 and 1, which stands for a batch there. It owns
 * nothing and is moved from batch to batch; belongs to one thread.
 *
 * <pre>
 *   format 2     0 base offset          8 length           12 leader epoch    16 magic = 2   17 crc32c of 21..end
 *               21 attributes          23 last offset delta 27 base timestamp  35 max timestamp
 *               43 producer id         51 producer epoch   53 base sequence    57 count     61 records...
 *   format 0, 1  0 offset               8 length           12 crc32 of 16..end 16 magic      17 attributes
 *               18 timestamp, in format 1 only, then key and value; a compressed value holds messages, and
 *                  the offset is that of the last of them
 *   attributes   0-2 codec   3 log append time   4 transactional   5 control   6 delete horizon
 * </pre>
 *
 * Nothing here is checked: {@link #sizeAt} and {@link #isWhole} say whether the bytes may be looked at.
 */
public final class BatchView {
    /** Offset and length, which all formats begin with; the length counts from behind them. */
    public static final int PREFIX_BYTES = 12;

    public static final int HEADER_BYTES_V2 = 61;
    public static final int HEADER_BYTES_V1 = 34;
    public static final int HEADER_BYTES_V0 = 26;
    public static final byte MAGIC_V2 = 2;
    public static final long NO_TIMESTAMP = -1;
    public static final long NO_PRODUCER_ID = -1;
    public static final short NO_PRODUCER_EPOCH = -1;
    public static final int NO_SEQUENCE = -1;

    private static final int LENGTH = 8;
    private static final int LEADER_EPOCH = 12;
    private static final int MAGIC = 16;
    private static final int CRC_V2 = 17;
    private static final int ATTRIBUTES_V2 = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int BASE_TIMESTAMP = 27;
    private static final int MAX_TIMESTAMP = 35;
    private static final int PRODUCER_ID = 43;
    private static final int PRODUCER_EPOCH = 51;
    private static final int BASE_SEQUENCE = 53;
    private static final int COUNT = 57;

    private static final int CRC_V1 = 12;
    private static final int ATTRIBUTES_V1 = 17;
    private static final int TIMESTAMP_V1 = 18;

    private static final int CODEC_MASK = 0x07;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;
    private static final int DELETE_HORIZON_BIT = 0x40;

    private ByteBuf bytes;
    private int index;

    /** Moves to the batch that begins at an index of the buffer, whose own indexes stay as they are. */
    public BatchView wrap(ByteBuf buffer, int startIndex) {
        bytes = buffer;
        index = startIndex;
        return this;
    }

    /** What the batch at an index claims to take, its prefix included; the claim may be negative or too large. */
    public static long sizeAt(ByteBuf buffer, int startIndex) {
        return (long) PREFIX_BYTES + buffer.getInt(startIndex + LENGTH);
    }

    /** Whether a whole batch with all of its header lies between two indexes. */
    public static boolean isWhole(ByteBuf buffer, int startIndex, int endIndex) {
        if (endIndex - startIndex <= MAGIC) {
            return false;
        }
        long size = sizeAt(buffer, startIndex);
        return size >= headerBytes(buffer.getByte(startIndex + MAGIC)) && size <= endIndex - startIndex;
    }

    private static int headerBytes(byte magic) {
        return switch (magic) {
            case 0 -> HEADER_BYTES_V0;
            case 1 -> HEADER_BYTES_V1;
            default -> HEADER_BYTES_V2;
        };
    }

    public ByteBuf buffer() {
        return bytes;
    }

    public int startIndex() {
        return index;
    }

    public int endIndex() {
        return index + sizeInBytes();
    }

    public int sizeInBytes() {
        return PREFIX_BYTES + bytes.getInt(index + LENGTH);
    }

    public byte magic() {
        return bytes.getByte(index + MAGIC);
    }

    private boolean isV2() {
        return magic() >= MAGIC_V2;
    }

    /** In the formats 0 and 1 the offset of a compressed message is that of the last one within. */
    public long baseOffset() {
        return bytes.getLong(index);
    }

    public long lastOffset() {
        return isV2() ? baseOffset() + bytes.getInt(index + LAST_OFFSET_DELTA) : baseOffset();
    }

    public long nextOffset() {
        return lastOffset() + 1;
    }

    public int lastOffsetDelta() {
        return isV2() ? bytes.getInt(index + LAST_OFFSET_DELTA) : 0;
    }

    /** -1 where the format has none. */
    public int leaderEpoch() {
        return isV2() ? bytes.getInt(index + LEADER_EPOCH) : -1;
    }

    private short attributes() {
        return isV2() ? bytes.getShort(index + ATTRIBUTES_V2) : bytes.getByte(index + ATTRIBUTES_V1);
    }

    /** The number of the codec, as {@code Compression} has it; 0 for none. */
    public int codec() {
        return attributes() & CODEC_MASK;
    }

    public boolean isCompressed() {
        return codec() != 0;
    }

    public boolean isLogAppendTime() {
        return magic() > 0 && (attributes() & LOG_APPEND_TIME_BIT) != 0;
    }

    public boolean isTransactional() {
        return isV2() && (attributes() & TRANSACTIONAL_BIT) != 0;
    }

    public boolean isControl() {
        return isV2() && (attributes() & CONTROL_BIT) != 0;
    }

    /** Whether the base timestamp is the time from which on tombstones may go (KIP-534). */
    public boolean hasDeleteHorizon() {
        return isV2() && (attributes() & DELETE_HORIZON_BIT) != 0;
    }

    public long baseTimestamp() {
        return isV2() ? bytes.getLong(index + BASE_TIMESTAMP) : maxTimestamp();
    }

    public long maxTimestamp() {
        return switch (magic()) {
            case 0 -> NO_TIMESTAMP;
            case 1 -> bytes.getLong(index + TIMESTAMP_V1);
            default -> bytes.getLong(index + MAX_TIMESTAMP);
        };
    }

    public long producerId() {
        return isV2() ? bytes.getLong(index + PRODUCER_ID) : NO_PRODUCER_ID;
    }

    public boolean hasProducerId() {
        return producerId() > NO_PRODUCER_ID;
    }

    public short producerEpoch() {
        return isV2() ? bytes.getShort(index + PRODUCER_EPOCH) : NO_PRODUCER_EPOCH;
    }

    public int baseSequence() {
        return isV2() ? bytes.getInt(index + BASE_SEQUENCE) : NO_SEQUENCE;
    }

    /** Sequences begin at 0 again after the largest int. */
    public int lastSequence() {
        int base = baseSequence();
        return base == NO_SEQUENCE ? NO_SEQUENCE : (int) (((long) base + lastOffsetDelta()) & Integer.MAX_VALUE);
    }

    /** How many records the header claims; 1 for a message of the formats 0 and 1, whatever is within. */
    public int count() {
        return isV2() ? bytes.getInt(index + COUNT) : 1;
    }

    public boolean isCrcValid() {
        return storedCrc() == computedCrc();
    }

    public long storedCrc() {
        return Integer.toUnsignedLong(bytes.getInt(index + (isV2() ? CRC_V2 : CRC_V1)));
    }

    public long computedCrc() {
        boolean v2 = isV2();
        int from = v2 ? ATTRIBUTES_V2 : MAGIC;
        Checksum crc = v2 ? new CRC32C() : new CRC32();
        int length = sizeInBytes() - from;
        if (bytes.nioBufferCount() == 1) {
            // Not the internal one, which a thread with another slice of the frame may be using.
            crc.update(bytes.nioBuffer(index + from, length));
        } else {
            for (ByteBuffer part : bytes.nioBuffers(index + from, length)) {
                crc.update(part);
            }
        }
        return crc.getValue();
    }

    /** Outside of the checksum in format 2, so that the rest stays as it came; in the others too. */
    public void assignBaseOffset(long offset) {
        bytes.setLong(index, offset);
    }

    /** Outside of the checksum; format 2 only. */
    public void assignLeaderEpoch(int epoch) {
        bytes.setInt(index + LEADER_EPOCH, epoch);
    }

    /** Makes the broker's time the time of every record, and the checksum true again; format 2 only. */
    public void stampAppendTime(long nowMs) {
        bytes.setShort(index + ATTRIBUTES_V2, attributes() | LOG_APPEND_TIME_BIT);
        bytes.setLong(index + MAX_TIMESTAMP, nowMs);
        bytes.setInt(index + CRC_V2, (int) computedCrc());
    }

    /** Makes the records' own times count, the largest of them as given, and the checksum true again; format 2 only. */
    public void stampCreateTime(long largestMs) {
        bytes.setShort(index + ATTRIBUTES_V2, attributes() & ~LOG_APPEND_TIME_BIT);
        bytes.setLong(index + MAX_TIMESTAMP, largestMs);
        bytes.setInt(index + CRC_V2, (int) computedCrc());
    }

    @Override
    public String toString() {
        return "batch of format " + magic() + " at offset " + baseOffset() + ", " + sizeInBytes() + " bytes";
    }
}
