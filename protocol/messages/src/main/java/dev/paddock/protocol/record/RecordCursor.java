package dev.paddock.protocol.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Goes over the records of one batch, of any format and codec. One thread's. It decompresses at most once, when it is
 * made, into memory that {@link #close} gives back; without compression it looks at the batch in place. Every method
 * throws {@link InvalidRecordsException} for bytes that are no records.
 */
public final class RecordCursor implements AutoCloseable {
    private final RecordView view = new RecordView();
    private final RecordSource source;

    private RecordCursor(RecordSource source) {
        this.source = source;
    }

    public static RecordCursor over(BatchView batch, ByteBufAllocator alloc) {
        return over(batch, ValidationRules.CONTENT_BYTES_MAX_DEFAULT, alloc);
    }

    /** @param contentBytesMax what a compressed batch may hold */
    public static RecordCursor over(BatchView batch, int contentBytesMax, ByteBufAllocator alloc) {
        boolean isV2 = batch.magic() >= BatchView.MAGIC_V2;
        return new RecordCursor(
                isV2 ? V2Records.of(batch, contentBytesMax, alloc) : LegacyRecords.of(batch, contentBytesMax, alloc));
    }

    /** Moves to the next record. @return false when there was none left */
    public boolean next() {
        return source.next(view);
    }

    /** Always the same object, which shows another record after {@link #next}. */
    public RecordView record() {
        return view;
    }

    /** Messages within a compressed one of the formats 0 and 1 have a checksum of their own. */
    boolean isCrcValid() {
        return source.isCrcValid();
    }

    byte magicOfRecord() {
        return view.fields().magic;
    }

    @Override
    public void close() {
        source.close();
    }

    /** A part of a buffer as one piece: a slice where it is one already, else a copy. The caller owns a reference. */
    static ByteBuf onePiece(ByteBuf buffer, int index, int length, ByteBufAllocator alloc) {
        ByteBuf slice = buffer.slice(index, length);
        if (slice.nioBufferCount() == 1) {
            return slice.retain();
        }
        return alloc.directBuffer(Math.max(1, length)).writeBytes(slice);
    }
}
