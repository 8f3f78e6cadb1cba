package dev.paddock.log.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.LogSettings;
import dev.paddock.log.peer.Seeds;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.segment.TimestampedOffset;
import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations on a log against a list of batches. */
class PartitionLogModelTest {
    private static final int RUNS = 150;
    private static final int STEPS = 60;

    /** One life of a log, step by step. */
    private static final class Life {
        private final Random random;
        private final LogFixture fixture = new LogFixture();
        private final LogModel model = new LogModel();
        private PartitionLog log;

        Life(Random random) throws IOException {
            this.random = random;
            LogSettings settings = LogFixture.SETTINGS
                    .change()
                    .segmentBytes(400 + random.nextInt(3000))
                    .segmentMs(random.nextBoolean() ? 40 : 1_000_000_000)
                    .retentionMs(random.nextInt(3) == 0 ? 200 : -1)
                    .retentionBytes(random.nextInt(3) == 0 ? 3000 : -1)
                    .flushMessages(random.nextInt(5) == 0 ? 1 : Long.MAX_VALUE)
                    .build();
            fixture.settings = settings;
            log = fixture.open(true);
        }

        void step(boolean mayCrash) throws IOException {
            fixture.nowMs += random.nextInt(30);
            switch (random.nextInt(mayCrash ? 15 : 13)) {
                case 0 -> truncate();
                case 1 -> truncateFully();
                case 2 -> raiseStart();
                case 3 -> retain();
                case 4 -> {
                    log = fixture.reopen();
                }
                case 5 -> runBackground();
                case 6 -> log.releaseIdle(fixture.nowMs, 0);
                case 7 -> log.requestFlush();
                case 13, 14 -> crash();
                default -> append();
            }
            check();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(log.startOffset() + " to " + log.endOffset() + ", high watermark "
                    + log.highWatermark() + ", recovery point " + log.recoveryPoint() + ":");
            model.batches.forEach(batch -> text.append(" [")
                    .append(batch.baseOffset())
                    .append("-")
                    .append(batch.lastOffset())
                    .append(" @")
                    .append(batch.firstTimestamp())
                    .append(" ")
                    .append(batch.bytes().length)
                    .append("]"));
            return text.toString();
        }

        private void runBackground() {
            if (random.nextBoolean()) {
                fixture.runIo();
            } else if (!fixture.io.isEmpty()) {
                fixture.io.removeFirst().run();
            }
            if (random.nextInt(3) == 0) {
                fixture.runLater();
            }
            if (random.nextBoolean()) {
                fixture.checkpoint();
            }
        }

        private void append() {
            List<AppendRequest> requests = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                int size = random.nextInt(10) == 0 ? 250 : random.nextInt(60);
                long timestamp = fixture.nowMs + random.nextInt(20) - 10;
                ByteBuf batch = LogFixture.batch(1 + random.nextInt(4), size / 4, timestamp);
                requests.add(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT));
            }
            List<AppendOutcome> outcomes =
                    log.append(requests, 1 + random.nextInt(2) + log.latestEpoch(), fixture.nowMs);
            for (int i = 0; i < count; i++) {
                assertThat(outcomes.get(i).error()).isEqualTo(ErrorCode.NONE);
                assertThat(outcomes.get(i).baseOffset()).isEqualTo(model.end);
                model.add(requests.get(i).batches());
                assertThat(outcomes.get(i).lastOffset()).isEqualTo(model.end - 1);
                requests.get(i).batches().release();
            }
            if (random.nextInt(4) > 0) {
                log.raiseHighWatermark(log.endOffset());
            }
        }

        private void truncate() throws IOException {
            long offset = model.start + (model.end == model.start ? 0 : random.nextLong(model.end - model.start + 1));
            log.truncateTo(offset, fixture.nowMs);
            model.truncateTo(offset);
        }

        private void truncateFully() throws IOException {
            if (random.nextInt(4) == 0) {
                long offset = random.nextInt(500);
                log.truncateFullyAndStartAt(offset, fixture.nowMs);
                model.startAt(offset);
            }
        }

        private void raiseStart() {
            long offset = model.start + random.nextInt(8);
            ErrorCode error = log.raiseStartOffset(offset);
            boolean inRange = offset <= log.highWatermark();
            assertThat(error).isEqualTo(inRange ? ErrorCode.NONE : ErrorCode.OFFSET_OUT_OF_RANGE);
            model.start = inRange ? Math.max(model.start, offset) : model.start;
        }

        private void retain() {
            log.retain(fixture.nowMs);
            assertThat(log.startOffset()).isBetween(model.start, model.end);
            model.start = log.startOffset();
        }

        private void crash() throws IOException {
            long forced = log.recoveryPoint();
            fixture.die();
            fixture.disk.crash(random);
            log = fixture.open(false);
            model.recovered(fixture.readAll(), forced, log.startOffset(), log.endOffset());
        }

        private void check() throws IOException {
            assertThat(fixture.failures).isEmpty();
            assertThat(log.startOffset()).isEqualTo(model.start);
            assertThat(log.endOffset()).isEqualTo(model.end);
            assertThat(log.highWatermark()).isBetween(model.start, model.end);
            assertThat(log.recoveryPoint()).isBetween(0L, model.end);
            for (int i = 0; i < 3; i++) {
                checkRead();
            }
            checkByTime();
        }

        private void checkRead() throws IOException {
            long offset = model.start + random.nextInt((int) (model.end - model.start) + 2);
            int bytesMax = random.nextInt(2000);
            boolean atLeastOne = random.nextBoolean();
            ReadBound bound = random.nextBoolean() ? ReadBound.LOG_END : ReadBound.HIGH_WATERMARK;
            LogRead read = log.read(offset, bytesMax, atLeastOne, bound);
            if (offset > model.end) {
                assertThat(read).isEqualTo(LogRead.Nothing.OUT_OF_RANGE);
                return;
            }
            byte[] bytes = LogFixture.bytes(read);
            byte[] expected = model.read(offset, bytesMax, atLeastOne, log.endOffset(bound));
            if (read instanceof ColdRead) {
                // One from the disk ends with its segment.
                assertThat(expected)
                        .as("from %d, at most %d bytes, %s, %s of %s", offset, bytesMax, atLeastOne, bound, this)
                        .startsWith(bytes);
                assertThat(bytes.length > 0).isEqualTo(expected.length > 0);
            } else {
                assertThat(bytes).isEqualTo(expected);
            }
        }

        private void checkByTime() throws IOException {
            long timestamp = fixture.nowMs - random.nextInt(400);
            try (OffsetSearch search = log.byTimestamp(timestamp)) {
                TimestampedOffset found = search.run();
                assertThat(found == null ? -1 : found.offset())
                        .as("from %d: %s in %s", timestamp, found, this)
                        .isEqualTo(model.byTimestamp(timestamp));
            }
        }
    }

    @Test
    void shouldBeWhatAListOfBatchesWouldBe() {
        manyTimes(false);
    }

    @Test
    void shouldKeepWhatWasForcedThroughCrashes() {
        manyTimes(true);
    }

    private static void manyTimes(boolean mayCrash) {
        Seeds.each(RUNS, random -> {
            try {
                Life life = new Life(random);
                for (int step = 0; step < STEPS; step++) {
                    life.step(mayCrash);
                }
                life.fixture.die();
                assertThat(life.fixture.tails.usedBytes()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
