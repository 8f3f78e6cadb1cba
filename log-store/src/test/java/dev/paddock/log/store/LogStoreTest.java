package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.FaultyLogDirectory;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.AppendOutcome;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.testing.Batches;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

// house-style: long class because all that a store does is tried on one fixture
class LogStoreTest {
    private static final TopicPartition A = new TopicPartition("a", 0);
    private static final TopicPartition B = new TopicPartition("b-c", 1);
    private static final Uuid ID = new Uuid(1, 2);
    /** Nothing is done from time to time but what a test asks for. */
    private static final StoreSettings QUIET = new StoreSettings(
            2, -1, -1, -1, -1, -1, new ProducerLimits(86_400_000, 1000), 1 << 20, 1 << 18, 10, -1, 1, Optional.empty());

    private final FaultyLogDirectory one = new FaultyLogDirectory();
    private final FaultyLogDirectory two = new FaultyLogDirectory();
    private final ExecutorService owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "owner"));
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<Set<TopicPartition>> offline = new ArrayList<>();
    private final CountDownLatch allOffline = new CountDownLatch(1);
    private Supplier<LogSettings> settings = () -> LogSettings.DEFAULTS;
    private LogStore store;

    private final class Listener implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {
            offline.add(partitions);
        }

        @Override
        public void onAllOffline() {
            allOffline.countDown();
        }
    }

    private void start(LogDirectory... directories) throws IOException {
        store = LogStore.open(
                List.of(directories),
                QUIET,
                new StoreSeams(
                        partition -> owner,
                        topic -> settings.get(),
                        new Listener(),
                        ByteBufAllocator.DEFAULT,
                        clock::get));
        store.start();
    }

    @AfterEach
    void stop() {
        store.close();
        owner.shutdown();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, SECONDS);
    }

    private PartitionLog open(TopicPartition partition) throws Exception {
        return await(store.open(partition, ID, true));
    }

    private AppendOutcome append(PartitionLog log, int count) throws Exception {
        return owner.submit(() -> {
                    AppendOutcome last = null;
                    for (int i = 0; i < count; i++) {
                        ByteBuf batch = Batches.v2(0, 0, 20, clock.get());
                        last = log.append(
                                new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT), 1, clock.get());
                        batch.release();
                    }
                    log.raiseHighWatermark(log.endOffset());
                    return last;
                })
                .get(30, SECONDS);
    }

    private static void crash(FaultyLogDirectory... directories) {
        for (FaultyLogDirectory directory : directories) {
            directory.crash();
        }
    }

    @Test
    void shouldSeeSettingsThatChangeWhileALogIsOpened() throws Exception {
        LogSettings changed = LogSettings.DEFAULTS.change().segmentBytes(12345).build();
        AtomicInteger asked = new AtomicInteger();
        settings = () -> asked.getAndIncrement() == 0 ? LogSettings.DEFAULTS : changed;
        start(one);

        PartitionLog log = open(A);

        assertThat(log.settings()).isEqualTo(changed);
    }

    @Test
    void shouldPutNewPartitionsWhereThereAreTheFewest() throws Exception {
        start(one, two);
        open(A);
        open(B);
        assertThat(store.directories())
                .extracting(status -> status.sizes().size())
                .containsExactly(1, 1);
        assertThat(store.existing()).containsExactly(A, B);
        assertThat(one.exists("a-0/partition.metadata")).isTrue();
        assertThat(two.exists("b-c-1/partition.metadata")).isTrue();
    }

    @Test
    void shouldFindEverythingAfterAnOrderlyEndAndLookAtNothing() throws Exception {
        start(one);
        append(open(A), 5);
        store.close();
        assertThat(one.exists(".kafka_cleanshutdown")).isTrue();
        int writes = one.writes();

        start(one);
        assertThat(one.openCount()).isZero();
        assertThat(store.existing()).containsExactly(A);
        assertThat(store.opened(A)).isNull();
        assertThat(one.exists(".kafka_cleanshutdown")).isFalse();
        PartitionLog log = await(store.open(A, ID));

        assertThat(log.endOffset()).isEqualTo(5);
        assertThat(log.highWatermark()).isEqualTo(5);
        assertThat(log.recoveryPoint()).isEqualTo(5);
        assertThat(one.writes()).isEqualTo(writes);
    }

    @Test
    void shouldRecoverAllAfterACrashAndEndInOrderThen() throws Exception {
        start(one);
        PartitionLog log = open(A);
        open(B);
        append(log, 5);
        owner.submit(() -> {
                    log.flush();
                    return null;
                })
                .get(30, SECONDS);
        append(log, 5);
        crash(one);

        start(one);
        assertThat(await(store.open(A, ID)).endOffset()).isEqualTo(5);
        store.close();

        assertThat(one.exists(".kafka_cleanshutdown")).isTrue();
        start(one);
        assertThat(await(store.open(A, ID)).endOffset()).isEqualTo(5);
    }

    @Test
    void shouldTakeOnlyTheFailingDirectoryOffline() throws Exception {
        start(one, two);
        PartitionLog a = open(A);
        PartitionLog b = open(B);
        append(a, 1);
        assertThat(store.tailBytes()).isPositive();
        one.failWriteAfter(0);

        assertThat(append(a, 1).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);

        assertThat(offline).containsExactly(Set.of(A));
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        while ((store.tailBytes() > 0 || one.openCount() > 0) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(store.tailBytes()).isZero();
        assertThat(one.openCount()).isZero();
        assertThat(append(b, 1).error()).isEqualTo(ErrorCode.NONE);
        assertThat(store.existing()).containsExactly(B);
        assertThat(store.directories()).extracting(DirStatus::isOnline).containsExactly(false, true);
        TopicPartition unknown = new TopicPartition("u", 0);
        assertThatThrownBy(() -> await(store.open(unknown, ID, false)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .extracting(e -> ((LogUnavailableException) e).error())
                .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(append(open(unknown), 1).isOk()).isTrue();
        store.close();
        assertThat(one.exists(".kafka_cleanshutdown")).isFalse();
        assertThat(two.exists(".kafka_cleanshutdown")).isTrue();
    }

    @Test
    void shouldSayWhenNoDirectoryIsLeft() throws Exception {
        start(one);
        PartitionLog a = open(A);
        one.failWriteAfter(0);
        append(a, 1);
        assertThat(allOffline.await(30, SECONDS)).isTrue();
    }

    @Test
    void shouldRefuseAFolderOfAnotherTopicOfTheSameName() throws Exception {
        start(one);
        open(A);
        assertThatThrownBy(() -> await(store.open(A, new Uuid(9, 9))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining("a-0/partition.metadata says that the folder belongs to topic id " + ID)
                .extracting(e -> ((LogUnavailableException) e).error())
                .isEqualTo(ErrorCode.INCONSISTENT_TOPIC_ID);
    }

    @Test
    void shouldBeginAnewAfterADeletionEvenOverACrash() throws Exception {
        start(one);
        append(open(A), 9);
        store.close();
        start(one);
        open(A);

        CompletableFuture<Void> deletion = store.delete(A);
        PartitionLog fresh = await(store.open(A, new Uuid(3, 4), true));

        assertThat(deletion).isDone();
        assertThat(fresh.endOffset()).isZero();
        append(fresh, 2);
        crash(one);
        start(one);
        PartitionLog again = await(store.open(A, new Uuid(3, 4)));
        assertThat(again.endOffset()).isZero();
        assertThat(again.recoveryPoint()).isZero();
    }

    @Test
    void shouldFinishAtTheStartTheDeletionsOfTheLastRun() throws Exception {
        one.createFolder("a-0.0123456789abcdef-delete");
        one.open("a-0.0123456789abcdef-delete/00000000000000000000.log").close();
        start(one);
        assertThat(store.existing()).isEmpty();
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        while (one.exists("a-0.0123456789abcdef-delete") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(one.exists("a-0.0123456789abcdef-delete")).isFalse();
    }

    @Test
    void shouldCreateWhenThereIsSpaceAgain() throws Exception {
        start(one);
        PartitionLog a = open(A);
        one.leaveSpace(10);
        assertThat(append(a, 1).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(offline).isEmpty();
        one.giveSpace();
        assertThat(append(a, 1).isOk()).isTrue();
    }

    @Test
    void shouldKeepTheMarkedStartOverACrashAndARestart() throws Exception {
        start(one);
        PartitionLog a = open(A);
        append(a, 5);
        owner.submit(() -> a.raiseStartOffset(3)).get(30, SECONDS);
        store.close();
        start(one);
        assertThat(await(store.open(A, ID)).startOffset()).isEqualTo(3);
        crash(one);
        start(one);
        assertThat(await(store.open(A, ID)).startOffset()).isEqualTo(3);
    }

    @Test
    void shouldOpenAndReadOnAFullDiskAfterACrash() throws Exception {
        start(one);
        PartitionLog a = open(A);
        append(a, 200);
        flush(a);
        crash(one);
        one.leaveSpace(0);

        start(one);
        PartitionLog again = await(store.open(A, ID));

        assertThat(again.endOffset()).isEqualTo(200);
        assertThat(append(again, 1).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
        assertThat(offline).isEmpty();
        one.giveSpace();
        assertThat(append(again, 1).isOk()).isTrue();
    }

    @Test
    void shouldLookAtADamagedLogFromTimeToTimeOnly() throws Exception {
        start(one);
        append(open(A), 5);
        store.close();
        String file = "a-0/00000000000000000000.log";
        byte[] sound = one.read(file, 1 << 20);
        byte[] damaged = sound.clone();
        // The length of the second batch.
        damaged[sound.length / 5 + 8] ^= 0x40;
        one.writeAtomically(file, damaged);

        start(one);
        assertRefused(file);
        one.writeAtomically(file, sound);
        clock.addAndGet(9_999);
        assertRefused(file);
        clock.addAndGet(1);
        assertThat(await(store.open(A, ID)).endOffset()).isEqualTo(5);
        assertThat(offline).isEmpty();
    }

    private void assertRefused(String file) {
        assertThatThrownBy(() -> await(store.open(A, ID)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessageContaining(file)
                .extracting(e -> ((LogUnavailableException) e).error())
                .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }

    private void flush(PartitionLog log) throws Exception {
        owner.submit(() -> {
                    log.flush();
                    return null;
                })
                .get(30, SECONDS);
    }
}
