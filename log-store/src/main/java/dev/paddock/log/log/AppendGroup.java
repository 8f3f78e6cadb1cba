package dev.paddock.log.log;

import dev.paddock.log.segment.AppendSpan;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that were accepted and go to the disk with one write. Their offsets are assigned, but nothing knows of them yet.
 * Reused from append to append; owned by the log's thread.
 */
final class AppendGroup {
    private final List<Member> members = new ArrayList<>();
    private final BatchView view = new BatchView();
    private long firstOffset;
    private long nextOffset;
    private long maxTimestamp;
    private long offsetOfMaxTimestamp;
    private int bytes;

    /** @param index of the request among those that were asked for together */
    record Member(AppendRequest request, int index, long firstOffset, long lastOffset, long appendTimeMs) {}

    void begin(long offset) {
        members.clear();
        firstOffset = offset;
        nextOffset = offset;
        maxTimestamp = Long.MIN_VALUE;
        offsetOfMaxTimestamp = -1;
        bytes = 0;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    List<Member> members() {
        return members;
    }

    int bytes() {
        return bytes;
    }

    long nextOffset() {
        return nextOffset;
    }

    AppendSpan span() {
        return new AppendSpan(firstOffset, nextOffset - 1, maxTimestamp, offsetOfMaxTimestamp);
    }

    /** Writes offsets and epoch into the batches. */
    void add(AppendRequest request, int index, int leaderEpoch) {
        ByteBuf batches = request.batches();
        long first = nextOffset;
        long appendTimeMs = BatchView.NO_TIMESTAMP;
        for (int at = batches.readerIndex(); at < batches.writerIndex(); at += view.sizeInBytes()) {
            view.wrap(batches, at);
            view.assignBaseOffset(nextOffset);
            view.assignLeaderEpoch(leaderEpoch);
            nextOffset = view.nextOffset();
            long timestamp = view.maxTimestamp();
            if (timestamp > maxTimestamp) {
                maxTimestamp = timestamp;
                offsetOfMaxTimestamp = nextOffset - 1;
            }
            if (view.isLogAppendTime()) {
                appendTimeMs = timestamp;
            }
        }
        bytes += batches.readableBytes();
        members.add(new Member(request, index, first, nextOffset - 1, appendTimeMs));
    }

    /**
     * Whether a batch goes on right where its producer's last one in this group ended. As that one was accepted, so is this.
     */
    boolean isContinuedBy(BatchView batch) {
        return !members.isEmpty() && followsLastOf(batch);
    }

    private boolean followsLastOf(BatchView batch) {
        for (int i = members.size() - 1; i >= 0; i--) {
            AppendRequest request = members.get(i).request();
            view.wrap(request.batches(), request.batches().readerIndex());
            if (view.producerId() == batch.producerId()) {
                return view.endIndex() == request.batches().writerIndex()
                        && !view.isControl()
                        && view.producerEpoch() == batch.producerEpoch()
                        && view.isTransactional() == batch.isTransactional()
                        && batch.baseSequence() == ((view.lastSequence() + 1) & Integer.MAX_VALUE);
            }
        }
        return false;
    }

    boolean hasProducer(long producerId) {
        for (Member member : members) {
            ByteBuf batches = member.request().batches();
            if (view.wrap(batches, batches.readerIndex()).producerId() == producerId) {
                return true;
            }
        }
        return false;
    }

    /** All bytes, to be written together; the caller releases it. */
    ByteBuf content(ByteBufAllocator allocator) {
        if (members.size() == 1) {
            return members.get(0).request().batches().retain();
        }
        CompositeByteBuf all = allocator.compositeBuffer(members.size());
        for (Member member : members) {
            all.addComponent(true, member.request().batches().retainedSlice());
        }
        return all;
    }
}
