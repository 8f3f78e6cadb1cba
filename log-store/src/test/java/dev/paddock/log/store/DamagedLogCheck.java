package dev.paddock.log.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.OffsetSearch;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.TailRead;
import dev.paddock.log.segment.LogSlice;
import dev.paddock.log.segment.TimestampedOffset;
import dev.paddock.protocol.record.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Reads all of a log that may be damaged, and holds it against what was written. On the owner's thread. */
final class DamagedLogCheck {
    /** Here ends what of a batch is outside of its checksum: base offset, length, and leader epoch. */
    private static final int UNCHECKED_BYTES = 16;

    private final PartitionLog log;
    private final WrittenLog written;
    private final Damage damage;
    private final boolean mayServeDamage;
    final Set<Long> served = new TreeSet<>();
    final Set<AbortedTxn> aborted = new HashSet<>();
    int refusals;

    /** @param mayServeDamage whether the damage is in what is not looked through: then the reader finds it */
    DamagedLogCheck(PartitionLog log, WrittenLog written, Damage damage, boolean mayServeDamage) {
        this.log = log;
        this.written = written;
        this.damage = damage;
        this.mayServeDamage = mayServeDamage;
    }

    void readAll(Random random) {
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            try {
                offset = readFrom(offset, 1 + random.nextInt(8000));
            } catch (IOException e) {
                refused(e);
                // The consumer goes on behind what it is told it cannot have.
                Long next = written.batches.higherKey(offset);
                offset = next == null ? log.endOffset() : next;
            }
        }
    }

    void refused(IOException e) {
        assertThat(damage.isOfLog() || damage.name().endsWith(".txnindex"))
                .as("%s made a read fail: %s", damage, e)
                .isTrue();
        assertThat(e).hasMessageContaining(damage.name());
        refusals++;
    }

    private long readFrom(long offset, int bytesMax) throws IOException {
        LogRead read = log.read(offset, bytesMax, true, ReadBound.LOG_END);
        assertThat(read).as("read at %s", offset).isInstanceOfAny(ColdRead.class, TailRead.class);
        try (ColdRead cold = (ColdRead) read) {
            LogSlice slice = cold.run();
            assertThat(slice).as("slice at %s, end %s", offset, log.endOffset()).isNotNull();
            ByteBuffer into = ByteBuffer.allocate(slice.length());
            slice.segment().read(into, slice.position());
            return check(Unpooled.wrappedBuffer(into.flip()), offset);
        }
    }

    /** As a consumer goes over what it got: to the first batch whose checksum is wrong, or that is not all there. */
    private long check(ByteBuf bytes, long offset) {
        BatchView view = new BatchView();
        long next = offset;
        for (int at = 0; at < bytes.writerIndex(); at += view.sizeInBytes()) {
            boolean whole = BatchView.isWhole(bytes, at, bytes.writerIndex());
            if (!whole || !view.wrap(bytes, at).isCrcValid()) {
                assertThat(mayServeDamage)
                        .as("%s: damage is served at %s", damage, next)
                        .isTrue();
                refusals++;
                if (next > offset) {
                    return next;
                }
                Long behind = written.batches.higherKey(next);
                return behind == null ? log.endOffset() : behind;
            }
            byte[] batch = new byte[view.sizeInBytes()];
            bytes.getBytes(at, batch);
            next = Math.max(next + 1, same(view, batch));
        }
        return next;
    }

    private long same(BatchView view, byte[] batch) {
        WrittenLog.Batch expected = written.batches.get(view.baseOffset());
        if (expected == null || !Arrays.equals(batch, expected.bytes())) {
            // Offset and epoch are outside of Kafka's checksum: nobody can tell, and the test knows where to go on.
            assertThat(mayServeDamage)
                    .as("%s: batch at %s", damage, view.baseOffset())
                    .isTrue();
            WrittenLog.Batch meant = written.batches.values().stream()
                    .filter(other -> isCheckedPartEqual(batch, other.bytes()))
                    .findFirst()
                    .orElse(null);
            assertThat(meant)
                    .as("%s: the checked part of the batch at %s", damage, view.baseOffset())
                    .isNotNull();
            return meant.nextOffset();
        }
        served.add(expected.baseOffset());
        return expected.nextOffset();
    }

    private static boolean isCheckedPartEqual(byte[] one, byte[] other) {
        return Arrays.equals(
                one, Math.min(UNCHECKED_BYTES, one.length), one.length, other, UNCHECKED_BYTES, other.length);
    }

    void lookUp(long timestamp) {
        WrittenLog.Record expected = written.firstAsYoungAs(timestamp, log.startOffset(), log.endOffset());
        try (OffsetSearch search = log.byTimestamp(timestamp)) {
            TimestampedOffset found = search.run();
            if (damage.isOfLog() && mayServeDamage) {
                assertThat(found == null
                                || written.records.contains(new WrittenLog.Record(found.offset(), found.timestampMs())))
                        .as("%s: %s for time %s", damage, found, timestamp)
                        .isTrue();
            } else {
                assertThat(found == null ? null : new WrittenLog.Record(found.offset(), found.timestampMs()))
                        .as("%s: the first as young as %s", damage, timestamp)
                        .isEqualTo(expected);
            }
        } catch (IOException e) {
            refused(e);
        }
    }

    /** All aborted transactions that a consumer of committed records is told of. */
    void collectAborted(Random random) throws IOException {
        long offset = log.startOffset();
        while (offset < log.lastStableOffset()) {
            LogRead read = log.read(offset, 1 + random.nextInt(3000), true, ReadBound.COMMITTED);
            try (ColdRead cold = (ColdRead) read) {
                LogSlice slice = cold.run();
                aborted.addAll(cold.aborted());
                ByteBuf bytes = bytesOf(slice);
                BatchView view = new BatchView();
                for (int at = 0; at < bytes.writerIndex(); at += view.sizeInBytes()) {
                    offset = view.wrap(bytes, at).nextOffset();
                }
            }
        }
    }

    private static ByteBuf bytesOf(LogSlice slice) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(slice.length());
        slice.segment().read(into, slice.position());
        return Unpooled.wrappedBuffer(into.flip());
    }
}
