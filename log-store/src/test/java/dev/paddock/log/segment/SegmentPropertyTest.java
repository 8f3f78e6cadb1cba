package dev.paddock.log.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.peer.Seeds;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations on a segment, and random damage to its files, against a list of what must be in it. */
class SegmentPropertyTest {
    private static final int RUNS = 20;
    private static final long BASE = 1_000;
    private static final String[] KINDS = {".log", ".index", ".timeindex"};

    /** One run, which fails with its seed. */
    private interface Run {
        void run(Random random) throws IOException;
    }

    private static void manyTimes(Run run) {
        Seeds.each(RUNS, random -> {
            try {
                run.run(random);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void append(LogSegment segment, SegmentModel model) throws IOException {
        List<SegmentModel.Batch> next = model.next();
        ByteBuf bytes = SegmentModel.bytes(next);
        segment.append(bytes, AppendSpan.of(bytes));
        model.take(next);
    }

    private static void fill(LogSegment segment, SegmentModel model, int appends) throws IOException {
        for (int i = 0; i < appends; i++) {
            append(segment, model);
        }
    }

    @Test
    void shouldAnswerAsAListWould() {
        manyTimes(random -> {
            FaultyLogDirectory disk = new FaultyLogDirectory();
            SegmentFixture fixture = new SegmentFixture(disk, 1 << 20);
            LogSegment segment = fixture.create(BASE);
            SegmentModel model = new SegmentModel(random, BASE);
            for (int step = 0; step < 30; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> {
                        long to = BASE + random.nextInt((int) (model.nextOffset() - BASE) + 2);
                        segment.truncateTo(to);
                        model.truncateTo(to);
                    }
                    case 1 -> {
                        segment.close();
                        segment = fixture.reopen(BASE);
                        assertThat(segment.indexesAreSane()).isTrue();
                    }
                    case 2 -> segment.closeIdle();
                    case 3 -> {
                        int seen = model.batches.size();
                        int[] count = {0};
                        assertThat(segment.recover(batch -> count[0]++).problem())
                                .isNull();
                        assertThat(count[0]).isEqualTo(seen);
                    }
                    case 4 -> {
                        disk.failWriteAfter(0);
                        ByteBuf bytes = SegmentModel.bytes(model.next());
                        LogSegment failing = segment;
                        assertThatThrownBy(() -> failing.append(bytes, AppendSpan.of(bytes)))
                                .isInstanceOf(IOException.class);
                    }
                    default -> fill(segment, model, 1 + random.nextInt(8));
                }
                model.check(segment);
            }
            assertThat(disk.openCount()).isLessThanOrEqualTo(3);
        });
    }

    @Test
    void shouldKeepAfterACrashWhatWasForcedAndNothingTorn() {
        manyTimes(random -> {
            FaultyLogDirectory disk = new FaultyLogDirectory();
            SegmentFixture fixture = new SegmentFixture(disk, 1 << 20);
            LogSegment segment = fixture.create(BASE);
            SegmentModel model = new SegmentModel(random, BASE);
            for (int life = 0; life < 4; life++) {
                fill(segment, model, random.nextInt(40));
                segment.force();
                long forcedSize = segment.sizeBytes();
                fill(segment, model, random.nextInt(40));

                disk.crash(random);

                fixture = new SegmentFixture(disk, 1 << 20);
                segment = fixture.reopen(BASE);
                SegmentScan scan =
                        segment.recover(batch -> assertThat(batch.isCrcValid()).isTrue());
                assertThat(scan.sizeBytes()).isGreaterThanOrEqualTo(forcedSize);
                model.keepBytes(scan.sizeBytes());
                assertThat(scan.nextOffset()).isEqualTo(model.nextOffset());
                model.check(segment);
            }
        });
    }

    @Test
    void shouldNeverGiveWrongAnswersFromDamagedIndexes() {
        manyTimes(random -> {
            FaultyLogDirectory disk = new FaultyLogDirectory();
            SegmentFixture fixture = new SegmentFixture(disk, 1 << 20);
            LogSegment segment = fixture.create(BASE);
            SegmentModel model = new SegmentModel(random, BASE);
            fill(segment, model, 20 + random.nextInt(200));
            segment.close();
            damage(disk, KINDS[1 + random.nextInt(2)], random);

            LogSegment again = fixture.reopen(BASE);
            model.check(again);
            fill(again, model, 10);
            model.check(again);
            again.close();

            assertThat(fixture.reopen(BASE).indexesAreSane()).isTrue();
        });
    }

    @Test
    void shouldRecoverToAPrefixFromDamageOfAnyFile() {
        manyTimes(random -> {
            FaultyLogDirectory disk = new FaultyLogDirectory();
            SegmentFixture fixture = new SegmentFixture(disk, 1 << 20);
            LogSegment segment = fixture.create(BASE);
            SegmentModel model = new SegmentModel(random, BASE);
            fill(segment, model, 20 + random.nextInt(100));
            segment.close();
            long before = segment.sizeBytes();
            for (String kind : KINDS) {
                damage(disk, kind, random);
            }

            LogSegment again = fixture.reopen(BASE);
            SegmentScan scan = again.recover(batch -> {});

            assertThat(scan.problem() != null).isEqualTo(scan.truncatedBytes() > 0);
            assertThat(scan.sizeBytes()).isLessThanOrEqualTo(before);
            model.keepBytes(scan.sizeBytes());
            if (scan.nextOffset() == model.nextOffset()) {
                fill(again, model, 5);
                assertThat(again.readNextOffset()).isEqualTo(model.nextOffset());
            } else {
                // The base offset is outside of the checksum, and only what follows could show that it is wrong.
                assertThat(scan.nextOffset()).isGreaterThan(model.nextOffset());
            }
        });
    }

    /** Flips bits of a byte, or cuts the end off. */
    private static void damage(FaultyLogDirectory disk, String kind, Random random) {
        String name = SegmentFixture.name(BASE, kind);
        int size = disk.content(name).length;
        if (size == 0) {
            return;
        }
        if (random.nextInt(3) == 0) {
            disk.cut(name, random.nextInt(size));
        } else {
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                disk.flip(name, random.nextInt(size), 1 + random.nextInt(255));
            }
        }
    }
}
