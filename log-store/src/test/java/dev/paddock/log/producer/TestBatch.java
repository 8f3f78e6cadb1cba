package dev.paddock.log.producer;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32C;

/**
 * The bytes of a batch of a producer, built field by field; the records are "empty" ones, or a marker. On the heap, so that
 * nobody has to release it.
 */
final class TestBatch {
    static final int COMMIT = 1;
    static final int ABORT = 0;

    private long producerId = 7;
    private int epoch;
    private int sequence;
    private int count = 1;
    private long offset;
    private long timestamp = 1_000;
    private boolean transactional;
    private int marker = -1;
    private int coordinatorEpoch;
    private boolean emptied;

    static TestBatch of(long producerId, int epoch, int sequence) {
        TestBatch batch = new TestBatch();
        batch.producerId = producerId;
        batch.epoch = epoch;
        batch.sequence = sequence;
        return batch;
    }

    static TestBatch marker(long producerId, int epoch, int type, int coordinatorEpoch) {
        TestBatch batch = of(producerId, epoch, -1);
        batch.marker = type;
        batch.transactional = true;
        batch.coordinatorEpoch = coordinatorEpoch;
        return batch;
    }

    TestBatch count(int records) {
        count = records;
        return this;
    }

    TestBatch at(long baseOffset) {
        offset = baseOffset;
        return this;
    }

    TestBatch time(long timestampMs) {
        timestamp = timestampMs;
        return this;
    }

    TestBatch transactional() {
        transactional = true;
        return this;
    }

    /** As compaction leaves it: the header alone. */
    TestBatch emptied() {
        emptied = true;
        return this;
    }

    ByteBuf bytes() {
        ByteBuf records = Unpooled.buffer();
        for (int i = 0; i < count && !emptied; i++) {
            writeRecord(records, i);
        }
        int attributes = (transactional ? 0x10 : 0) | (marker >= 0 ? 0x20 : 0);
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeLong(offset).writeInt(49 + records.readableBytes()).writeInt(0);
        bytes.writeByte(2).writeInt(0).writeShort(attributes).writeInt(count - 1);
        bytes.writeLong(timestamp).writeLong(timestamp).writeLong(producerId);
        bytes.writeShort(epoch).writeInt(sequence).writeInt(emptied ? 0 : count).writeBytes(records);
        CRC32C crc = new CRC32C();
        crc.update(bytes.nioBuffer(21, bytes.readableBytes() - 21));
        return bytes.setInt(17, (int) crc.getValue());
    }

    /** Small enough for all lengths to take one byte. */
    private void writeRecord(ByteBuf out, int offsetDelta) {
        ByteBuf body = Unpooled.buffer();
        body.writeByte(0).writeByte(0);
        writeVarint(body, offsetDelta);
        if (marker >= 0) {
            writeVarint(body, 4);
            body.writeShort(0).writeShort(marker);
            writeVarint(body, 6);
            body.writeShort(0).writeInt(coordinatorEpoch);
        } else {
            writeVarint(body, -1);
            writeVarint(body, -1);
        }
        writeVarint(body, 0);
        writeVarint(out, body.readableBytes());
        out.writeBytes(body);
    }

    private static void writeVarint(ByteBuf out, int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        while ((zigzag & ~0x7f) != 0) {
            out.writeByte((zigzag & 0x7f) | 0x80);
            zigzag >>>= 7;
        }
        out.writeByte(zigzag);
    }

    static BatchView view(ByteBuf bytes) {
        return new BatchView().wrap(bytes, 0);
    }

    ProducerBatch read() {
        return new ProducerBatch().read(view(bytes()));
    }
}
