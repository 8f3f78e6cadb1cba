package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class TailTest {
    private final TailMemory memory = new TailMemory(256 << 10, 128 << 10);
    private final Tail tail = new Tail(memory, ByteBufAllocator.DEFAULT);
    private long end;

    /** One batch of two records. */
    private ByteBuf next(int bytes) {
        ByteBuf batch = LogFixture.batch(2, Math.max(0, bytes / 2 - 45), 1000);
        new BatchView().wrap(batch, 0).assignBaseOffset(end);
        end += 2;
        return batch;
    }

    private void add(int bytes) {
        ByteBuf batch = next(bytes);
        tail.add(batch, batch.capacity());
        batch.release();
    }

    private long[] read(long offset, int bytesMax, long endOffset) throws Exception {
        return LogFixture.range(tail.read(offset, bytesMax, true, endOffset));
    }

    @Test
    void shouldGiveBackWholeBatchesFromTheOneThatHoldsTheOffset() throws Exception {
        for (int i = 0; i < 10; i++) {
            add(200);
        }
        assertThat(read(5, 1 << 20, 20)).containsExactly(4, 19);
        assertThat(read(5, 450, 20)).containsExactly(4, 7);
        assertThat(read(5, 1, 20)).containsExactly(4, 5);
        assertThat(read(5, 1 << 20, 9)).containsExactly(4, 7);
        assertThat(tail.read(5, 1 << 20, true, 5)).isNull();
        assertThat(tail.read(5, 1, false, 20)).isNull();
        tail.clear();
    }

    @Test
    void shouldReadAcrossBlocksAndFrames() throws Exception {
        add(100);
        add(30_000);
        add(100);
        add(40_000);
        TailRead all = tail.read(0, 1 << 20, true, end);
        assertThat(all.nextOffset()).isEqualTo(8);
        assertThat(LogFixture.range(all)).containsExactly(0, 7);
        tail.clear();
    }

    @Test
    void shouldKeepAFrameOnlyWhenItIsMostlyUsed() {
        ByteBuf large = next(20_000);
        tail.add(large, large.readableBytes());
        assertThat(large.refCnt()).isEqualTo(2);
        large.release();

        ByteBuf part = next(20_000);
        tail.add(part, 1 << 20);
        assertThat(part.refCnt()).isEqualTo(1);
        part.release();
        tail.clear();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void shouldKeepTheLatestWithinItsLimitAndCountWhatItHolds() throws Exception {
        for (int i = 0; i < 2000; i++) {
            add(500);
        }
        assertThat(tail.heldBytes()).isEqualTo(memory.usedBytes()).isBetween(64L << 10, 128L << 10);
        assertThat(tail.firstOffset()).isBetween(3400L, 3900L);
        assertThat(read(tail.firstOffset(), 1 << 20, end)).containsExactly(tail.firstOffset(), end - 1);
        tail.clear();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void shouldLeaveItsShareToOthers() {
        Tail other = new Tail(memory, ByteBufAllocator.DEFAULT);
        Tail third = new Tail(memory, ByteBufAllocator.DEFAULT);
        for (int i = 0; i < 1000; i++) {
            ByteBuf batch = LogFixture.batch(1, 400, 0);
            new BatchView().wrap(batch, 0).assignBaseOffset(i);
            tail.add(batch, batch.capacity());
            other.add(batch, batch.capacity());
            third.add(batch, batch.capacity());
            batch.release();
        }
        long share = memory.bytesMax() / 3;
        assertThat(memory.usedBytes()).isLessThanOrEqualTo(memory.bytesMax());
        assertThat(tail.heldBytes()).isBetween(1L, share);
        assertThat(other.heldBytes()).isBetween(1L, share);
        assertThat(third.heldBytes()).isBetween(1L, share);
        tail.clear();
        other.clear();
        third.clear();
    }

    @Test
    void shouldHoldNothingRatherThanAGapWhenThereIsNoMemory() {
        Tail none = new Tail(new TailMemory(0, 1 << 20), ByteBufAllocator.DEFAULT);
        ByteBuf batch = next(100);
        none.add(batch, batch.capacity());
        assertThat(none.firstOffset()).isEqualTo(Long.MAX_VALUE);
        batch.release();
    }

    @Test
    void shouldForgetWhatIsCutOffAndNotChangeWhatIsBeingSent() throws Exception {
        add(100);
        add(100);
        TailRead underWay = tail.read(0, 1 << 20, true, end);
        byte[] before = new byte[underWay.bytes().readableBytes()];
        underWay.bytes().getBytes(0, before);

        tail.truncateTo(3);
        end = 2;
        add(100);

        assertThat(tail.read(2, 1 << 20, true, 4))
                .isNotNull()
                .satisfies(read -> read.bytes().release());
        assertThat(LogFixture.bytes(underWay)).isEqualTo(before);
        assertThat(read(0, 1 << 20, end)).containsExactly(0, 3);
        tail.clear();
    }

    @Test
    void shouldForgetWhatIsBelowAnOffsetAndGoOn() throws Exception {
        // given
        add(100);
        add(100);
        long last = end;
        add(20_000);
        long held = tail.heldBytes();

        // when
        tail.dropBefore(last);

        // then
        assertThat(tail.firstOffset()).isEqualTo(last);
        assertThat(tail.heldBytes()).isLessThan(held);
        add(100);
        assertThat(read(last, 1 << 20, end)).containsExactly(last, end - 1);
        tail.dropBefore(end);
        assertThat(tail.firstOffset()).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.usedBytes()).isZero();
    }
}
