package dev.paddock.log.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Builds batches byte by byte, independently of what builds them elsewhere. */
public final class Batches {
    private static final int CODEC_GZIP = 1;

    private Batches() {}

    /** An uncompressed batch of format 2 with a record for each timestamp, each with a value of some size. */
    public static ByteBuf v2(long baseOffset, int leaderEpoch, int valueBytes, long... timestamps) {
        ByteBuf out = Unpooled.buffer();
        long max = Long.MIN_VALUE;
        for (long timestamp : timestamps) {
            max = Math.max(max, timestamp);
        }
        out.writeLong(baseOffset).writeInt(0).writeInt(leaderEpoch).writeByte(2).writeInt(0);
        out.writeShort(0)
                .writeInt(timestamps.length - 1)
                .writeLong(timestamps[0])
                .writeLong(max);
        out.writeLong(-1).writeShort(-1).writeInt(-1).writeInt(timestamps.length);
        for (int i = 0; i < timestamps.length; i++) {
            record(out, i, timestamps[i] - timestamps[0], value(baseOffset + i, valueBytes));
        }
        out.setInt(8, out.writerIndex() - BatchView.PREFIX_BYTES);
        BatchView batch = new BatchView().wrap(out, 0);
        out.setInt(17, (int) batch.computedCrc());
        return out;
    }

    /** What the record with an offset has as its value. */
    public static byte[] value(long offset, int valueBytes) {
        byte[] value = new byte[valueBytes];
        byte[] text = Long.toString(offset).getBytes(UTF_8);
        for (int i = 0; i < valueBytes; i++) {
            value[i] = text[i % text.length];
        }
        return value;
    }

    private static void record(ByteBuf out, int offsetDelta, long timestampDelta, byte[] value) {
        ByteBuf body = Unpooled.buffer();
        body.writeByte(0);
        varint(body, timestampDelta);
        varint(body, offsetDelta);
        varint(body, -1);
        varint(body, value.length);
        body.writeBytes(value);
        varint(body, 0);
        varint(out, body.readableBytes());
        out.writeBytes(body);
    }

    private static void varint(ByteBuf out, long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7FL) != 0) {
            out.writeByte((int) ((zigzag & 0x7F) | 0x80));
            zigzag >>>= 7;
        }
        out.writeByte((int) zigzag);
    }

    /** A message of format 0 or 1, of no key. */
    public static ByteBuf legacy(int magic, long offset, long timestamp, byte[] value) {
        return legacy(magic, offset, timestamp, 0, value);
    }

    private static ByteBuf legacy(int magic, long offset, long timestamp, int attributes, byte[] value) {
        ByteBuf out = Unpooled.buffer();
        out.writeLong(offset).writeInt(0).writeInt(0).writeByte(magic).writeByte(attributes);
        if (magic == 1) {
            out.writeLong(timestamp);
        }
        out.writeInt(-1).writeInt(value.length).writeBytes(value);
        out.setInt(8, out.writerIndex() - BatchView.PREFIX_BYTES);
        BatchView batch = new BatchView().wrap(out, 0);
        out.setInt(12, (int) batch.computedCrc());
        return out;
    }

    /** A compressed message of format 0 or 1 around others; its offset is that of the last of them. */
    public static ByteBuf legacyGzip(int magic, long firstOffset, long... timestamps) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        long max = Long.MIN_VALUE;
        try (GZIPOutputStream gzip = new GZIPOutputStream(inner)) {
            for (int i = 0; i < timestamps.length; i++) {
                max = Math.max(max, timestamps[i]);
                // Relative in format 1, absolute in format 0.
                long offset = magic == 1 ? i : firstOffset + i;
                ByteBuf message = legacy(magic, offset, timestamps[i], value(firstOffset + i, 10));
                gzip.write(message.array(), 0, message.readableBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return legacy(magic, firstOffset + timestamps.length - 1, max, CODEC_GZIP, inner.toByteArray());
    }
}
