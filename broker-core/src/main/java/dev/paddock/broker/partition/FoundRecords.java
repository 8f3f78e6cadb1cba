package dev.paddock.broker.partition;

import dev.paddock.broker.partition.FetchFindings.Allowance;
import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.TailRead;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.LogSlice;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.DownConversion;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/** The batches of one partition as they go into an answer: from memory, or as a piece of a file. */
record FoundRecords(Records bytes, List<AbortedTxn> aborted) {
    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;
    private static final FoundRecords NOTHING = new FoundRecords(Records.of(Unpooled.EMPTY_BUFFER), List.of());

    /** Takes over what was found; blocks where that lies on the disk. */
    static FoundRecords of(LogRead found, Allowance allowance, boolean inMemory) throws IOException {
        if (found instanceof TailRead tail) {
            return new FoundRecords(Records.of(fitted(tail.bytes(), allowance)), tail.aborted());
        }
        try (ColdRead cold = (ColdRead) found) {
            LogSlice slice = fitted(cold.run(), allowance);
            return slice == null || slice.length() == 0
                    ? NOTHING
                    : new FoundRecords(records(slice, inMemory), cold.aborted());
        }
    }

    /** In a format that an older client reads: in memory, which is bounded by what was asked of the log. */
    FoundRecords inFormat(byte formatMax, long fromOffset) {
        if (bytes.sizeInBytes() == 0) {
            return this;
        }
        ByteBuf batches = bytes.buffer();
        try {
            DownConversion conversion = new DownConversion(formatMax, fromOffset, ALLOCATOR);
            return new FoundRecords(Records.of(conversion.convert(batches, Integer.MAX_VALUE)), aborted);
        } finally {
            batches.release();
        }
    }

    /** Shards look at the same time, so that together they may have found more than fits. */
    private static ByteBuf fitted(ByteBuf batches, Allowance allowance) {
        int start = batches.readerIndex();
        int end = batches.writerIndex();
        int fitting = start;
        while (fitting < end) {
            int next = fitting + (int) BatchView.sizeAt(batches, fitting);
            boolean isAllowed = fitting == start && allowance.atLeastOneBatch();
            if (next - start > allowance.bytesMax() && !isAllowed) {
                break;
            }
            fitting = next;
        }
        return batches.writerIndex(fitting);
    }

    private static LogSlice fitted(LogSlice slice, Allowance allowance) throws IOException {
        if (slice == null || slice.length() <= allowance.bytesMax()) {
            return slice;
        }
        return slice.segment()
                .read(
                        slice.baseOffset(),
                        allowance.bytesMax(),
                        allowance.atLeastOneBatch(),
                        slice.position() + slice.length());
    }

    private static Records records(LogSlice slice, boolean inMemory) throws IOException {
        LogSegment segment = slice.segment();
        segment.retain();
        boolean isSent = false;
        try {
            FileChannel channel = inMemory ? null : segment.channel();
            if (channel == null) {
                return Records.of(load(segment, slice.position(), slice.length()));
            }
            Records region = Records.of(new SegmentRegion(segment, channel, slice.position(), slice.length()));
            isSent = true;
            return region;
        } finally {
            if (!isSent) {
                segment.release();
            }
        }
    }

    private static ByteBuf load(LogSegment segment, long position, int length) throws IOException {
        ByteBuf bytes = ALLOCATOR.directBuffer(length, length);
        if (segment.read(bytes.internalNioBuffer(0, length), position) < length) {
            bytes.release();
            throw new EOFException("segment " + segment.baseOffset() + " ends before " + (position + length));
        }
        return bytes.writerIndex(length);
    }
}
