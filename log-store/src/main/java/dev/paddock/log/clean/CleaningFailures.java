package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.index.CorruptIndexException;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.segment.CorruptSegmentException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when a log cannot be cleaned: damage and mistakes would be there the next time too, so the partition is set
 * aside; a full disk or too little memory may pass, so it is tried again later; another failure of the disk is the store's to
 * judge. Thread-safe.
 */
final class CleaningFailures {
    private static final Logger LOG = LoggerFactory.getLogger(CleaningFailures.class);

    private final CleaningStates states;
    private final CleanerListener listener;
    private final long restMs;
    private final Map<TopicPartition, Long> restingUntilMs = new ConcurrentHashMap<>();

    /** @param restMs how long a log is left alone that may be well again then */
    CleaningFailures(CleaningStates states, CleanerListener listener, long restMs) {
        this.states = states;
        this.listener = listener;
        this.restMs = restMs;
    }

    boolean mayTry(CleanableLog log, long nowMs) {
        Long untilMs = restingUntilMs.get(log.partition());
        if (untilMs != null && nowMs >= untilMs) {
            restingUntilMs.remove(log.partition(), untilMs);
            return true;
        }
        return untilMs == null;
    }

    void failed(CleanableLog log, Throwable cause, long nowMs) {
        if (log.isGone()) {
            LOG.debug("{} went while it was cleaned", log.partition(), cause);
        } else if (cause instanceof DiskFullException || cause instanceof OutOfMemoryError) {
            LOG.warn("{} cannot be cleaned now and is tried again: {}", log.partition(), cause.toString());
            rest(log, nowMs);
        } else if (cause instanceof IOException
                && !(cause instanceof CorruptSegmentException)
                && !(cause instanceof CorruptIndexException)) {
            LOG.error("{} cannot be cleaned, the disk fails: {}", log.partition(), cause.toString());
            rest(log, nowMs);
            listener.onFailure(log.directory(), cause);
        } else {
            LOG.error(
                    "{} cannot be cleaned and is left alone until the next start: it will grow",
                    log.partition(),
                    cause);
            states.setAside(log.partition(), String.valueOf(cause.getMessage()));
            listener.onSetAside(log.partition(), String.valueOf(cause.getMessage()));
        }
    }

    private void rest(CleanableLog log, long nowMs) {
        restingUntilMs.put(log.partition(), nowMs + restMs);
    }

    /** Expected where the log's start moves by itself. */
    void checkpointReset(CleanableLog log, long checkpoint, LogFacts facts) {
        if (!log.settings().delete() || checkpoint > facts.endOffset()) {
            LOG.warn(
                    "{} was cleaned up to offset {}, but goes from {} to {}; it is cleaned from its beginning",
                    log.partition(),
                    checkpoint,
                    facts.startOffset(),
                    facts.endOffset());
        }
    }

    void forget(TopicPartition partition) {
        restingUntilMs.remove(partition);
    }
}
