package dev.paddock.log.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.clean.CleanerSettings;
import dev.paddock.log.io.OffsetCheckpoint;
import dev.paddock.log.log.ColdRead;
import dev.paddock.log.log.LogRead;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.TailRead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compaction as a part of the store: which logs are opened for it, and what else has to know of it. */
class StoreCleaningTest extends StoreCleaningFixture {
    @Test
    void shouldLoseNothingBehindTheGapsOfALogThatWasCompactedWhateverItIsNow() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 200, 150);
        onOwner(() -> {
            log.flush();
            return null;
        });
        awaitCleanings(1);
        store.stopCleaning();
        List<Long> before = offsets(log);
        // Nobody has written down a recovery point.
        disk.crash();

        // when
        topics.put("a", COMPACTED.change().compact(false).delete(true).build());
        open(null);
        assertThat(store.opened(A)).as("before its settings are known").isNull();
        store.start();
        await(() -> store.opened(A) != null);

        // then
        assertThat(before).hasSizeLessThan(200);
        assertThat(offsets(store.opened(A))).isEqualTo(before);
    }

    @Test
    void shouldNotReadFromMemoryWhatIsGoneFromTheDisk() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        PartitionLog log = log(A);
        append(log, 100, 5);
        long held = store.tailBytes();

        // when
        store.start();
        awaitCleanings(1);

        // then
        LogRead first = onOwner(() -> log.read(0, 10_000, true, ReadBound.LOG_END));
        assertThat(first).isInstanceOf(ColdRead.class);
        ((ColdRead) first).close();
        LogRead last = onOwner(() -> log.read(log.endOffset() - 1, 10_000, true, ReadBound.LOG_END));
        assertThat(last).isInstanceOf(TailRead.class);
        ((TailRead) last).bytes().release();
        assertThat(store.tailBytes()).isLessThan(held);
    }

    @Test
    void shouldOpenForCleaningOnlyWhatNeedsIt() throws Exception {
        // given
        topics.put("a", COMPACTED);
        topics.put("b", COMPACTED);
        open(QUICK);
        store.start();
        append(log(A), 100, 5);
        awaitCleanings(1);
        store.close();
        open(null);
        append(log(B), 100, 5);
        append(log(new TopicPartition("deleted", 0)), 100, 5);
        store.close();

        // when
        open(QUICK);
        store.start();
        awaitCleanings(1);
        long look = store.cleaner().lastLookMs();
        await(() -> store.cleaner().lastLookMs() > look + 20);

        // then
        assertThat(offsets(store.opened(B))).hasSizeLessThan(30);
        assertThat(store.openedLogs()).containsExactly(store.opened(B));
        assertThat(store.cleaner().cleanings()).isEqualTo(1);
    }

    @Test
    void shouldForgetOnTheDiskToWhereADeletedPartitionWasCleaned() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        append(log(A), 100, 5);
        awaitCleanings(1);
        await(() -> isInCheckpoint(A));

        // when
        store.delete(A).get(30, SECONDS);

        // then
        assertThat(checkpoint()).isEmpty();
    }

    @Test
    void shouldNotTakeOverToWhereAnotherPartitionOfTheSameNameWasCleaned() throws Exception {
        // given
        new OffsetCheckpoint(disk, OffsetCheckpoint.CLEANER).write(Map.of(A, 90L));
        open(null);
        store.start();

        // when
        log(A);

        // then
        assertThat(checkpoint()).isEmpty();
    }

    @Test
    void shouldKnowOnTheDiskThatWhatWasCutOffIsNotClean() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 200, 100);
        awaitCleanings(1);
        await(() -> isInCheckpoint(A));
        store.stopCleaning();
        long cleanedTo = checkpoint().get(A);

        // when
        onOwner(() -> {
            log.truncateTo(cleanedTo - 50, 1);
            return null;
        });

        // then
        assertThat(checkpoint()).containsEntry(A, cleanedTo - 50);
    }

    @Test
    void shouldTakeALogDirOfflineThatFailsWhileItIsCleaned() throws Exception {
        // given
        topics.put("a", COMPACTED.change().compact(false).build());
        open(QUICK);
        store.start();
        PartitionLog log = log(A);
        append(log, 100, 5);
        onOwner(() -> {
            log.flush();
            return null;
        });
        disk.failForces(true);

        // when
        topics.put("a", COMPACTED);
        store.settingsChanged("a");

        // then
        assertThat(offline.await(20, SECONDS)).isTrue();
        assertThat(log.isOffline()).isTrue();
        disk.failForces(false);
    }

    @Test
    void shouldEndACleaningWhenTheTopicIsNotCompactedAnyMore() throws Exception {
        // given
        topics.put("a", COMPACTED);
        open(new CleanerSettings(1, 1 << 20, 0.9, 4096, 1, 1));
        store.start();
        PartitionLog log = log(A);
        append(log, 100, 5);
        await(() -> isCleaning());

        // when
        topics.put("a", COMPACTED.change().compact(false).build());
        store.settingsChanged("a");

        // then
        await(() -> !isCleaning());
        assertThat(offsets(log)).hasSize(100);
    }
}
