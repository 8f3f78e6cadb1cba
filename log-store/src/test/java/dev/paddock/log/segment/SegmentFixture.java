package dev.paddock.log.segment;

import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.testing.Batches;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A folder of one partition on some disk, with small indexes, and what is written to its segments. */
final class SegmentFixture {
    static final String FOLDER = "t-0";
    static final int INTERVAL_BYTES = 200;
    static final int INDEX_BYTES_MAX = 1200;

    final LogDirectory directory;
    final OpenFiles openFiles = new OpenFiles(3);
    final List<Runnable> reaped = new ArrayList<>();
    final SegmentContext context;

    SegmentFixture(LogDirectory directory, int indexBytesMax) throws IOException {
        this.directory = directory;
        directory.createFolder(FOLDER);
        directory.forceFolder("");
        context = new SegmentContext(directory, FOLDER, openFiles, reaped::add, INTERVAL_BYTES, indexBytesMax);
    }

    SegmentFixture(LogDirectory directory) throws IOException {
        this(directory, INDEX_BYTES_MAX);
    }

    LogSegment create(long baseOffset) throws IOException {
        return LogSegment.create(context, baseOffset);
    }

    /** As after a restart. */
    LogSegment reopen(long baseOffset) throws IOException {
        return LogSegment.known(context, baseOffset, directory.size(name(baseOffset, ".log")));
    }

    static String name(long baseOffset, String kind) {
        return FOLDER + "/" + String.format("%020d", baseOffset) + kind;
    }

    byte[] file(long baseOffset, String kind) throws IOException {
        return directory.read(name(baseOffset, kind), 1 << 20);
    }

    static void append(LogSegment segment, ByteBuf... batches) throws IOException {
        ByteBuf all = Unpooled.wrappedBuffer(batches);
        segment.append(all, AppendSpan.of(all));
        all.release();
    }

    /** Batches of two records, 100 bytes each batch about, a second apart. */
    static void appendPairs(LogSegment segment, long fromOffset, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long offset = fromOffset + 2L * i;
            append(segment, Batches.v2(offset, 1, 10, offset * 1000, (offset + 1) * 1000));
        }
    }

    static ByteBuf bytes(LogSlice slice) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(slice.length());
        slice.segment().read(into, slice.position());
        return Unpooled.wrappedBuffer(into.flip());
    }
}
