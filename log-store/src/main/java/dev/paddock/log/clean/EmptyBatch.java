package dev.paddock.log.clean;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;

/** A batch of format 2 without its records: the producer's last sequence, or the last offset, must not get lost. */
final class EmptyBatch {
    private static final int LOG_APPEND_TIME = 0x08;
    private static final int TRANSACTIONAL = 0x10;
    private static final int CONTROL = 0x20;
    private static final int CRC = 17;

    private EmptyBatch() {}

    static void write(BatchView batch, ByteBuf out) {
        int start = out.writerIndex();
        out.writeLong(batch.baseOffset());
        out.writeInt(BatchView.HEADER_BYTES_V2 - BatchView.PREFIX_BYTES);
        out.writeInt(batch.leaderEpoch());
        out.writeByte(BatchView.MAGIC_V2);
        out.writeInt(0);
        out.writeShort((batch.isLogAppendTime() ? LOG_APPEND_TIME : 0)
                | (batch.isTransactional() ? TRANSACTIONAL : 0)
                | (batch.isControl() ? CONTROL : 0));
        out.writeInt(batch.lastOffsetDelta());
        out.writeLong(BatchView.NO_TIMESTAMP);
        out.writeLong(batch.maxTimestamp());
        out.writeLong(batch.producerId());
        out.writeShort(batch.producerEpoch());
        out.writeInt(batch.baseSequence());
        out.writeInt(0);
        BatchView written = new BatchView().wrap(out, start);
        out.setInt(start + CRC, (int) written.computedCrc());
    }
}
