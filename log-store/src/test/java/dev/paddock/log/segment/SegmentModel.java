package dev.paddock.log.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.testing.Batches;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What must be in a segment, kept in a list, and the checks that it is. */
final class SegmentModel {
    /** A batch and the timestamps of its records. */
    record Batch(long baseOffset, long[] timestamps, byte[] bytes) {
        long lastOffset() {
            return baseOffset + timestamps.length - 1;
        }

        long maxTimestamp() {
            long max = timestamps[0];
            for (long timestamp : timestamps) {
                max = Math.max(max, timestamp);
            }
            return max;
        }
    }

    final List<Batch> batches = new ArrayList<>();
    private final Random random;
    private final long baseOffset;
    private long nowMs = 1_000_000;

    SegmentModel(Random random, long baseOffset) {
        this.random = random;
        this.baseOffset = baseOffset;
    }

    long nextOffset() {
        return batches.isEmpty() ? baseOffset : batches.get(batches.size() - 1).lastOffset() + 1;
    }

    long sizeBytes() {
        return batches.stream().mapToLong(batch -> batch.bytes.length).sum();
    }

    /** Batches to append next, which the model takes when told so by {@link #take}. */
    List<Batch> next() {
        List<Batch> made = new ArrayList<>();
        long offset = nextOffset();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            offset += random.nextInt(20) == 0 ? random.nextInt(10) : 0;
            long[] timestamps = new long[1 + random.nextInt(3)];
            for (int i = 0; i < timestamps.length; i++) {
                nowMs += random.nextInt(100);
                timestamps[i] = nowMs - (random.nextInt(4) == 0 ? random.nextInt(5_000) : 0);
            }
            ByteBuf bytes = Batches.v2(offset, 1, random.nextInt(120), timestamps);
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            made.add(new Batch(offset, timestamps, copy));
            offset += timestamps.length;
        }
        return made;
    }

    static ByteBuf bytes(List<Batch> made) {
        return Unpooled.wrappedBuffer(made.stream().map(Batch::bytes).toArray(byte[][]::new));
    }

    void take(List<Batch> made) {
        batches.addAll(made);
    }

    void truncateTo(long offset) {
        batches.removeIf(batch -> batch.lastOffset() >= offset);
    }

    /** Keeps as many batches as a log of that size has. */
    void keepBytes(long size) {
        long left = size;
        int kept = 0;
        while (left > 0) {
            left -= batches.get(kept++).bytes.length;
        }
        assertThat(left).as("the log ends with a whole batch").isZero();
        batches.subList(kept, batches.size()).clear();
    }

    private Batch holding(long offset) {
        for (Batch batch : batches) {
            if (batch.lastOffset() >= offset) {
                return batch;
            }
        }
        return null;
    }

    void check(LogSegment segment) throws IOException {
        assertThat(segment.sizeBytes()).isEqualTo(sizeBytes());
        assertThat(segment.readNextOffset()).isEqualTo(nextOffset());
        long max = batches.stream().mapToLong(Batch::maxTimestamp).max().orElse(-1);
        assertThat(segment.largestTimestamp()).isEqualTo(max);
        for (int i = 0; i < 6; i++) {
            checkRead(
                    segment, baseOffset + random.nextInt((int) (nextOffset() - baseOffset) + 3), random.nextInt(2000));
        }
        for (int i = 0; i < 3; i++) {
            checkTime(segment, 1_000_000 + random.nextInt((int) (nowMs - 1_000_000) + 100));
        }
    }

    private void checkRead(LogSegment segment, long offset, int bytesMax) throws IOException {
        LogSlice slice = segment.read(offset, bytesMax, true, segment.sizeBytes());
        Batch expected = holding(offset);
        if (expected == null) {
            assertThat(slice).as("offset %s", offset).isNull();
            return;
        }
        assertThat(slice).as("offset %s", offset).isNotNull();
        assertThat(slice.baseOffset()).isEqualTo(expected.baseOffset);
        byte[] read = new byte[slice.length()];
        SegmentFixture.bytes(slice).readBytes(read);
        int at = 0;
        int which = batches.indexOf(expected);
        do {
            byte[] bytes = batches.get(which++).bytes;
            int to = at + bytes.length;
            boolean same = to <= read.length && Arrays.equals(read, at, to, bytes, 0, bytes.length);
            assertThat(same).as("bytes %s to %s from offset %s", at, to, offset).isTrue();
            at = to;
        } while (at < read.length);
        assertThat(read.length <= bytesMax || which == batches.indexOf(expected) + 1)
                .isTrue();
        boolean isFull = which == batches.size() || read.length + batches.get(which).bytes.length > bytesMax;
        assertThat(isFull).as("as many batches as fit").isTrue();
        // A consumer goes on from here, which must be as good as any other way to get there.
        if (which < batches.size()) {
            assertThat(segment.find(nextOf(slice, batches.get(which - 1))).baseOffset())
                    .isEqualTo(batches.get(which).baseOffset);
        }
    }

    private static long nextOf(LogSlice slice, Batch last) {
        assertThat(slice.nextOffset()).isGreaterThan(last.lastOffset());
        return slice.nextOffset();
    }

    private void checkTime(LogSegment segment, long timestamp) throws IOException {
        TimestampedOffset found = segment.findByTimestamp(timestamp, 0);
        for (Batch batch : batches) {
            for (int i = 0; i < batch.timestamps.length; i++) {
                if (batch.timestamps[i] >= timestamp) {
                    assertThat(found).as("time %s", timestamp).isNotNull();
                    assertThat(found.offset()).as("time %s", timestamp).isEqualTo(batch.baseOffset + i);
                    assertThat(found.timestampMs()).isEqualTo(batch.timestamps[i]);
                    assertThat(found.leaderEpoch()).isEqualTo(1);
                    return;
                }
            }
        }
        assertThat(found).as("time %s", timestamp).isNull();
    }
}
