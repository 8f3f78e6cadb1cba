package dev.paddock.log.producer;

import static dev.paddock.log.producer.TestBatch.ABORT;
import static dev.paddock.log.producer.TestBatch.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.peer.Seeds;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One partition's life, random, lived by our ledger and by Kafka's ProducerStateManager: batches good and bad, markers, high
 * watermarks, expiry, snapshots, truncation, a rising log start. Every outcome, all that can be asked and every snapshot
 * file have to be the same.
 */
class ProducersLikeKafkaTest {
    private static final int RUNS = 25;
    private static final int STEPS = 250;
    private static final int EXPIRATION_MS = 20_000;
    private static final int TRANSACTION_TIMEOUT_MAX_MS = 30_000;

    @TempDir
    private Path root;

    private final Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);

    private enum Verdict {
        ACCEPTED,
        DUPLICATE,
        OUT_OF_ORDER_SEQUENCE_NUMBER,
        INVALID_PRODUCER_EPOCH,
        INVALID_TXN_STATE,
        TRANSACTION_COORDINATOR_FENCED,
        COMPLETED
    }

    @Test
    void shouldDoAsKafkaDoes() {
        Seeds.each(RUNS, random -> new Life(random).live());

        if (Long.getLong("paddock.seed") == null) {
            assertThat(seen.keySet()).as("what has happened at all").containsExactly(Verdict.values());
        }
    }

    /** One run. */
    private final class Life {
        private final Random random;
        private final Path ourFolder;
        private final Path theirFolder;
        private ProducerLedger ours = newLedger();
        private final SnapshotFiles ourFiles;
        private KafkaProducers theirs;
        private final List<ByteBuf> log = new ArrayList<>();
        private long nowMs = 1_000_000;
        private long logStart;
        private long highWatermark;
        private long lastSnapshot;

        private Life(Random random) {
            this.random = random;
            try {
                ourFolder = Files.createTempDirectory(root, "ours");
                theirFolder = Files.createTempDirectory(root, "theirs");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ourFiles = new SnapshotFiles(
                    new DiskLogDirectory(root), ourFolder.getFileName().toString());
            theirs = new KafkaProducers(theirFolder, EXPIRATION_MS, TRANSACTION_TIMEOUT_MAX_MS);
        }

        private void live() {
            try {
                for (int step = 0; step < STEPS; step++) {
                    nowMs += random.nextInt(1_000);
                    step();
                    assertSame();
                }
                snapshot();
                assertSameFiles();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void step() throws IOException {
            switch (random.nextInt(40)) {
                case 0 -> snapshot();
                case 1 -> truncate(highWatermark + random.nextInt((int) (ours.endOffset() - highWatermark) + 1));
                case 2 -> raiseLogStart();
                case 3 -> {
                    ours.expire(nowMs);
                    theirs.expire(nowMs);
                }
                case 4 -> nowMs += random.nextInt(EXPIRATION_MS);
                case 5 -> restart();
                case 6, 7, 8, 9 -> raiseHighWatermark();
                case 10 -> startAnew();
                default -> append(randomBatch(), randomOrigin());
            }
        }

        private void append(TestBatch batch, AppendOrigin origin) {
            ByteBuf bytes = batch.at(ours.endOffset()).time(nowMs).bytes();
            ProducerBatch read = new ProducerBatch().read(TestBatch.view(bytes));
            CheckOutcome outcome = ours.check(read, origin);
            AppendCheck several = ours.checkSeveral(origin);
            CheckOutcome theirOutcome = theirs.check(bytes, origin);

            assertThat(outcome.error())
                    .as("%s, %s", outcome.message(), theirOutcome.message())
                    .isEqualTo(theirOutcome.error());
            assertThat(outcome.duplicate()).isEqualTo(theirOutcome.duplicate());
            assertThat(several.check(read)).isEqualTo(outcome);
            count(outcome);
            if (outcome.isAccepted()) {
                CompletedTxn completed = ours.apply(read);
                assertThat(completed).isEqualTo(theirs.apply(bytes));
                if (completed != null) {
                    seen.merge(Verdict.COMPLETED, 1, Integer::sum);
                }
                log.add(bytes);
            }
        }

        private void count(CheckOutcome outcome) {
            String name = outcome.isDuplicate() ? "DUPLICATE" : outcome.error().name();
            seen.merge(Verdict.valueOf(name.equals("NONE") ? "ACCEPTED" : name), 1, Integer::sum);
        }

        /** Mostly what a producer may send next, else something near it. */
        private TestBatch randomBatch() {
            long id = random.nextInt(6);
            if (random.nextInt(20) == 0) {
                return TestBatch.of(-1, -1, -1).count(1 + random.nextInt(3));
            }
            ProducerEntry known = ours.entries().stream()
                    .filter(entry -> entry.producerId() == id)
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                int sequence = random.nextInt(4) == 0 ? Integer.MAX_VALUE - random.nextInt(3) : random.nextInt(3);
                TestBatch first = TestBatch.of(id, random.nextInt(3), sequence).count(1 + random.nextInt(3));
                return random.nextInt(4) == 0 ? first.transactional() : first;
            }
            int epoch = Math.max(0, known.epoch() + (random.nextInt(8) == 0 ? random.nextInt(4) - 2 : 0));
            if (random.nextInt(5) == 0) {
                int coordinator = Math.max(0, known.coordinatorEpoch() + random.nextInt(4) - 1);
                return TestBatch.marker(id, epoch, random.nextBoolean() ? COMMIT : ABORT, coordinator);
            }
            return next(known, epoch);
        }

        private TestBatch next(ProducerEntry known, int epoch) {
            int sequence = epoch == known.epoch() ? (known.lastSequence() + 1) & Integer.MAX_VALUE : 0;
            if (random.nextInt(4) == 0) {
                sequence = (sequence - random.nextInt(8) + 2) & Integer.MAX_VALUE;
            }
            TestBatch batch = TestBatch.of(known.producerId(), epoch, sequence).count(1 + random.nextInt(2));
            boolean inTransaction = known.hasOpenTransaction() != (random.nextInt(6) == 0);
            return inTransaction ? batch.transactional() : batch;
        }

        private AppendOrigin randomOrigin() {
            int kind = random.nextInt(10);
            return kind < 6 ? AppendOrigin.CLIENT : kind < 9 ? AppendOrigin.COORDINATOR : AppendOrigin.REPLICA;
        }

        private void raiseHighWatermark() {
            highWatermark += random.nextInt((int) (ours.endOffset() - highWatermark) + 1);
            ours.onHighWatermark(highWatermark);
            theirs.onHighWatermark(highWatermark);
        }

        private void raiseLogStart() {
            logStart += random.nextInt((int) (highWatermark - logStart) + 1);
            ours.onLogStart(logStart);
            theirs.onLogStart(logStart);
            lastSnapshot = latestSnapshotOr(logStart);
        }

        private void snapshot() throws IOException {
            theirs.takeSnapshot();
            if (ours.endOffset() > lastSnapshot) {
                ourFiles.write(ours);
                lastSnapshot = ours.endOffset();
            }
        }

        /** Kafka does so with a log that has to begin elsewhere. */
        private void startAnew() throws IOException {
            if (random.nextInt(4) > 0) {
                return;
            }
            long offset = ours.endOffset() + random.nextInt(10);
            ours.truncateFullyAndStartAt(offset);
            ourFiles.deleteAll();
            theirs.truncateFullyAndStartAt(offset);
            log.clear();
            logStart = offset;
            highWatermark = offset;
            lastSnapshot = 0;
        }

        private void truncate(long offset) throws IOException {
            // Whole batches only, as a log truncates.
            log.removeIf(batch -> TestBatch.view(batch).lastOffset() >= offset);
            long end = log.isEmpty()
                    ? Math.min(offset, Math.max(logStart, highWatermark))
                    : TestBatch.view(log.get(log.size() - 1)).nextOffset();
            highWatermark = Math.min(highWatermark, end);
            logStart = Math.min(logStart, end);
            restore(end);
        }

        /** As a new process finds the files of the last one. */
        private void restart() throws IOException {
            long end = ours.endOffset();
            ours = newLedger();
            theirs = new KafkaProducers(theirFolder, EXPIRATION_MS, TRANSACTION_TIMEOUT_MAX_MS);
            restore(end);
        }

        private static ProducerLedger newLedger() {
            return new ProducerLedger(new ProducerLimits(EXPIRATION_MS, 1_000));
        }

        private void restore(long end) throws IOException {
            long from = ourFiles.restore(ours, logStart, end, nowMs);
            theirs.restore(logStart, end, nowMs);
            assertThat(from).isEqualTo(theirs.endOffset());
            lastSnapshot = latestSnapshotOr(logStart);
            for (ByteBuf bytes : log) {
                if (TestBatch.view(bytes).baseOffset() >= from) {
                    ours.apply(new ProducerBatch().read(TestBatch.view(bytes)));
                    theirs.check(bytes, AppendOrigin.REPLICA);
                    theirs.apply(bytes);
                }
            }
            ours.advanceTo(end);
            theirs.advanceTo(end);
            ours.onHighWatermark(highWatermark);
            theirs.onHighWatermark(highWatermark);
        }

        private long latestSnapshotOr(long offset) {
            try {
                return ourFiles.latest().orElse(offset);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void assertSame() throws IOException {
            assertThat(ours.endOffset()).isEqualTo(theirs.endOffset());
            assertThat(ours.firstUnstableOffset()).isEqualTo(theirs.firstUnstableOffset());
            assertThat(ours.firstUndecidedOffset()).isEqualTo(theirs.firstUndecidedOffset());
            assertThat(ours.size()).isEqualTo(theirs.size());
            assertThat(ours.isEmpty()).isEqualTo(theirs.isEmpty());
            assertThat(ours.hasLateTransaction(nowMs, TRANSACTION_TIMEOUT_MAX_MS))
                    .isEqualTo(theirs.hasLateTransaction(nowMs));
            if (random.nextInt(10) == 0) {
                assertSameFiles();
            }
        }

        /** Kafka's order of producers within a file is that of a HashMap: with ids this small, ascending. */
        private void assertSameFiles() throws IOException {
            assertThat(names(ourFolder)).isEqualTo(names(theirFolder));
            for (String name : names(ourFolder)) {
                assertThat(Files.readAllBytes(ourFolder.resolve(name)))
                        .as(name)
                        .isEqualTo(Files.readAllBytes(theirFolder.resolve(name)));
            }
        }

        private static List<String> names(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString()).sorted().toList();
            }
        }
    }
}
