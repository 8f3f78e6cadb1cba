package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps compacted logs clean, with threads of its own, each of which cleans one log at a time, the filthiest first. Any thread
 * may call. Ends with {@link #close}, which cancels what goes on.
 */
public final class LogCleaner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogCleaner.class);

    private final CleanerSettings settings;
    private final CleanerSeams seams;
    private final CleaningStates states = new CleaningStates();
    private final CleanerCheckpoints checkpoints = new CleanerCheckpoints();
    private final CleaningFailures failures;
    private final CleaningChoice choice;
    private final CleaningBudget budget;
    private final IoLimit ioLimit;
    /** Not a partition's: cancelled at the end, so that nobody waits longer. */
    private final CleaningTask life = new CleaningTask(null);

    private final List<Thread> threads = new ArrayList<>();
    private volatile long lastTookMs;
    private final LongAdder cleanings = new LongAdder();
    private final LongAdder readBytes = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();

    /** Does nothing by itself before {@link #start}. */
    public LogCleaner(CleanerSettings settings, CleanerSeams seams) {
        this.settings = settings;
        this.seams = seams;
        failures = new CleaningFailures(states, seams.listener(), settings.backoffMs());
        choice = new CleaningChoice(seams, states, checkpoints, failures);
        budget = new CleaningBudget(
                settings.dedupeBytesEach(), settings.loadFactor(), settings.bufferBytes(), seams.alloc());
        ioLimit = new IoLimit(settings.ioBytesPerSecond());
        OffsetMap.requireRoom(settings.dedupeBytesEach(), settings.loadFactor());
    }

    public void start() {
        for (int i = 0; i < settings.threads(); i++) {
            Thread thread = new Thread(this::run, "log-cleaner-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run() {
        try {
            while (!life.isCancelled()) {
                if (!stepGuarded()) {
                    life.pause(TimeUnit.MILLISECONDS.toNanos(Math.max(1, settings.backoffMs())));
                }
            }
        } catch (CleaningCancelledException e) {
            LOG.debug("{} ends", Thread.currentThread().getName());
        }
    }

    /** A thread that ended would be missed by nobody, and its logs would grow. */
    private boolean stepGuarded() throws CleaningCancelledException {
        try {
            return step();
        } catch (RuntimeException e) {
            LOG.error("Looking for what is to be cleaned failed, and is tried again; this is a bug", e);
            return false;
        }
    }

    /** Cleans one log, when one needs it; false when none does. What the threads do again and again. */
    boolean step() throws CleaningCancelledException {
        Optional<CleaningChoice.Chosen> chosen = choice.choose(life);
        if (chosen.isEmpty()) {
            return false;
        }
        CleaningChoice.Chosen work = chosen.get();
        try (LogSnapshot snapshot = work.snapshot()) {
            clean(work, snapshot);
        } catch (CleaningCancelledException e) {
            LOG.debug("cleaning of {} was cancelled", work.log().partition());
        } catch (IOException | UncleanableLogException | RuntimeException | OutOfMemoryError e) {
            if (work.task().isCancelled() || work.log().wasCutSince(work.snapshot())) {
                // It may have read what was being cut off.
                LOG.debug("cleaning of {} was cancelled", work.log().partition(), e);
            } else {
                failures.failed(work.log(), e, seams.clockMs().getAsLong());
            }
        } finally {
            states.end(work.task());
        }
        return true;
    }

    private void clean(CleaningChoice.Chosen work, LogSnapshot snapshot)
            throws IOException, CleaningCancelledException, UncleanableLogException {
        CleanableLog log = work.log();
        CleaningPace pace = new CleaningPace(work.task(), ioLimit, seams.nanoClock());
        Cleaner cleaner = new Cleaner(log, snapshot, budget, pace);
        KeyHash hash = new KeyHash(seams.secrets().getAsLong(), seams.secrets().getAsLong());
        long startNanos = seams.nanoClock().getAsLong();
        long endOffset =
                cleaner.clean(work.facts(), work.dirty(), hash, seams.clockMs().getAsLong());
        // Unless it was cut since: what is written there anew has not been seen.
        work.task().commit(() -> checkpoints.put(log.directory(), log.partition(), endOffset));
        checkpoints.writeChanged(log.directory());
        lastTookMs = TimeUnit.NANOSECONDS.toMillis(seams.nanoClock().getAsLong() - startNanos);
        cleanings.increment();
        readBytes.add(cleaner.stats().readBytes);
        writtenBytes.add(cleaner.stats().writtenBytes);
        LOG.info(
                "cleaned {}, new offsets {} to {}, in {} ms: {}",
                log.partition(),
                work.dirty().firstDirtyOffset(),
                endOffset,
                lastTookMs,
                cleaner.stats());
    }

    /**
     * Whoever is going to cut, move or delete a log asks for it first. Completes when nobody cleans it; nobody will until it
     * is resumed as often.
     */
    public CompletableFuture<Void> pause(TopicPartition partition) {
        return states.pause(partition);
    }

    public void resume(TopicPartition partition) {
        states.resume(partition);
    }

    /** Ends the cleaning that goes on, if one does; somebody has changed his mind. Does not wait. */
    public void cancel(TopicPartition partition) {
        states.cancel(partition);
    }

    /**
     * The log is about to be cut off, by its owner, who may call this without pausing it: a cleaning that goes on comes to
     * nothing, and the checkpoint on the disk is not above the offset when this returns. Blocks.
     */
    public void truncating(LogDirectory directory, TopicPartition partition, long offset) throws IOException {
        states.cancel(partition);
        checkpoints.lower(directory, partition, offset);
    }

    /** The log was opened, and ends here: what it has lost is not clean. Blocks when it has. */
    public void opened(LogDirectory directory, TopicPartition partition, long endOffset) throws IOException {
        checkpoints.lower(directory, partition, endOffset);
    }

    /** Up to where the log has been cleaned, ever since; empty when it never was. */
    public OptionalLong cleanedTo(LogDirectory directory, TopicPartition partition) throws IOException {
        return checkpoints.get(directory, partition);
    }

    /** The partition is gone; nothing is known of it any more when this returns. Nobody must be at it. Blocks. */
    public void deleted(LogDirectory directory, TopicPartition partition) throws IOException {
        failures.forget(partition);
        states.forget(partition);
        checkpoints.remove(directory, partition);
    }

    public CleanerStatus status() {
        return new CleanerStatus(
                states.setAside(),
                choice.dirtiestRatio(),
                choice.lastLookMs(),
                lastTookMs,
                cleanings.sum(),
                readBytes.sum(),
                writtenBytes.sum());
    }

    /** Returns when the threads have ended, which takes them no longer than to read or write a buffer. */
    @Override
    public void close() {
        life.cancel();
        states.stop();
        for (Thread thread : threads) {
            try {
                // Not interrupted: that would close the file that it uses.
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
