package dev.paddock.log.log;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a log must be like: a list of batches. */
final class LogModel {
    /** Its bytes are as they must be in the log. */
    record Batch(long baseOffset, long lastOffset, long firstTimestamp, byte[] bytes) {
        /** Records are a millisecond apart. */
        long maxTimestamp() {
            return firstTimestamp + lastOffset - baseOffset;
        }
    }

    final List<Batch> batches = new ArrayList<>();
    long start;
    long end;

    void add(ByteBuf batch) {
        for (int at = batch.readerIndex(); at < batch.writerIndex(); ) {
            BatchView view = new BatchView().wrap(batch, at);
            byte[] bytes = new byte[view.sizeInBytes()];
            batch.getBytes(at, bytes);
            batches.add(new Batch(view.baseOffset(), view.lastOffset(), view.baseTimestamp(), bytes));
            end = view.nextOffset();
            at += bytes.length;
        }
    }

    void truncateTo(long offset) {
        if (offset >= end) {
            return;
        }
        long first = batches.isEmpty() ? end : batches.get(0).baseOffset;
        batches.removeIf(batch -> batch.lastOffset >= offset);
        end = batches.isEmpty() ? Math.min(first, offset) : batches.get(batches.size() - 1).lastOffset + 1;
        if (end < Math.min(start, offset)) {
            startAt(Math.min(start, offset));
        }
        start = Math.min(start, end);
    }

    void startAt(long offset) {
        batches.clear();
        start = offset;
        end = offset;
    }

    /** What a reader from an offset on gets. */
    byte[] read(long offset, int bytesMax, boolean atLeastOne, long endOffset) {
        byte[] all = new byte[0];
        for (Batch batch : batches) {
            if (batch.lastOffset >= offset && batch.lastOffset < endOffset) {
                boolean fits = all.length + batch.bytes.length <= bytesMax || (atLeastOne && all.length == 0);
                if (!fits) {
                    return all;
                }
                int before = all.length;
                all = Arrays.copyOf(all, before + batch.bytes.length);
                System.arraycopy(batch.bytes, 0, all, before, batch.bytes.length);
            }
        }
        return all;
    }

    /** The first offset that is as young, -1 for none. */
    long byTimestamp(long timestampMs) {
        for (Batch batch : batches) {
            for (long offset = Math.max(start, batch.baseOffset); offset <= batch.lastOffset; offset++) {
                if (batch.firstTimestamp + offset - batch.baseOffset >= timestampMs) {
                    return offset;
                }
            }
        }
        return -1;
    }

    /** Takes what a recovery made of it, if that is what was there up to an offset. */
    void recovered(byte[] content, long forcedUpTo, long newStart, long newEnd) {
        byte[] forced = read(newStart, Integer.MAX_VALUE, false, forcedUpTo);
        if (content.length < forced.length || !Arrays.equals(forced, Arrays.copyOf(content, forced.length))) {
            throw new AssertionError("what was forced up to " + forcedUpTo + " is not there: " + content.length
                    + " bytes, expected at least " + forced.length);
        }
        batches.clear();
        if (content.length > 0) {
            add(Unpooled.wrappedBuffer(content));
        }
        start = newStart;
        end = newEnd;
    }
}
