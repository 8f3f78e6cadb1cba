package dev.paddock.log.producer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a partition knows of its producers: their epochs, sequences and last batches, and their open transactions. Pure;
 * belongs to the partition's thread. It is always what the batches below {@link #endOffset} say, so that it can be had again
 * from them, or from a snapshot and the batches behind that.
 *
 * <pre>
 *   an append:    check(batch) -> offsets are assigned, one write -> apply(batch) -> advanceTo(end)
 *   recovery:     reload(snapshot) -> apply(batch), for each behind it -> advanceTo(end)
 * </pre>
 *
 * The check that a transaction is known to its coordinator (KIP-890) belongs between {@link #duplicateOf} and
 * {@link #check}, and is left out for who {@link #hasOpenTransaction}.
 */
public final class ProducerLedger {
    /** How long after its time a transaction counts as hanging, as in Apache Kafka. */
    private static final long LATE_MS = 5 * 60 * 1000;

    private final ProducerTable producers = new ProducerTable();
    private final OpenTransactions transactions = new OpenTransactions();
    private ProducerLimits limits;
    private int sizeToEvictAt;
    private long endOffset;

    public ProducerLedger(ProducerLimits limits) {
        limits(limits);
    }

    /** They count from the next batch on. */
    public void limits(ProducerLimits newLimits) {
        limits = newLimits;
        sizeToEvictAt = newLimits.producersMax();
    }

    /** Whether an append of this one batch may be done. Its offsets do not matter yet. */
    public CheckOutcome check(ProducerBatch batch, AppendOrigin origin) {
        if (batch.kind() == ProducerBatch.Kind.ANONYMOUS) {
            return CheckOutcome.ACCEPTED;
        }
        RememberedBatch duplicate = origin == AppendOrigin.CLIENT ? duplicateOf(batch) : null;
        if (duplicate != null) {
            return CheckOutcome.duplicateOf(duplicate);
        }
        ProducerState state = producers.get(batch.producerId());
        return AppendRule.judge(state, state == null, batch, origin);
    }

    /** For an append of several batches. */
    public AppendCheck checkSeveral(AppendOrigin origin) {
        return new AppendCheck(this, origin);
    }

    /** The same batch when it is one of the producer's last five, else null. */
    public RememberedBatch duplicateOf(ProducerBatch batch) {
        ProducerState state = producers.get(batch.producerId());
        return state == null || batch.kind() != ProducerBatch.Kind.RECORDS
                ? null
                : state.find(batch.epoch(), batch.firstSequence(), batch.lastSequence());
    }

    /**
     * Takes in a batch that is part of the log now.
     *
     * @return the transaction that it ends, else null
     */
    public CompletedTxn apply(ProducerBatch batch) {
        endOffset = batch.lastOffset() + 1;
        return switch (batch.kind()) {
            case ANONYMOUS, EMPTIED, UNREADABLE -> null;
            case RECORDS -> applyRecords(batch);
            case COMMIT, ABORT -> applyMarker(batch);
        };
    }

    private CompletedTxn applyRecords(ProducerBatch batch) {
        long beginning = known(batch).applyRecords(batch);
        if (beginning >= 0) {
            transactions.begin(beginning, batch.producerId());
        }
        return null;
    }

    private CompletedTxn applyMarker(ProducerBatch marker) {
        long began = known(marker).applyMarker(marker);
        if (began < 0) {
            // Nothing was written here in the transaction.
            return null;
        }
        long lastStable = transactions.complete(began, marker.lastOffset());
        boolean aborted = marker.kind() == ProducerBatch.Kind.ABORT;
        return new CompletedTxn(marker.producerId(), began, marker.lastOffset(), lastStable, aborted);
    }

    private ProducerState known(ProducerBatch batch) {
        ProducerState state = producers.get(batch.producerId());
        if (state == null) {
            if (producers.size() >= sizeToEvictAt) {
                forgetIdle();
            }
            state = new ProducerState(batch.producerId());
            producers.put(state);
        }
        return state;
    }

    /** An eighth at once, those that have been idle longest, so that room is not looked for each time. */
    private void forgetIdle() {
        List<ProducerState> idle = new ArrayList<>();
        producers.forEach(state -> {
            if (!state.hasOpenTransaction()) {
                idle.add(state);
            }
        });
        idle.sort(Comparator.comparingLong(ProducerState::lastTimestamp).thenComparingLong(ProducerState::producerId));
        int leaving = producers.size() - limits.producersMax() + 1 + limits.producersMax() / 8;
        Set<ProducerState> leave = new HashSet<>(idle.subList(0, Math.min(leaving, idle.size())));
        producers.removeIf(leave::contains);
        // With nobody idle there is no sense in looking again at the very next one.
        sizeToEvictAt = Math.max(limits.producersMax(), producers.size() + producers.size() / 8);
    }

    /** The batches up to here are taken in, the anonymous ones too. */
    public void advanceTo(long offset) {
        endOffset = offset;
    }

    /** Behind the last batch that it knows of. */
    public long endOffset() {
        return endOffset;
    }

    /** Forgets producers that have been idle for long. */
    public void expire(long nowMs) {
        producers.removeIf(state -> state.isExpired(nowMs, limits.expirationMs()));
    }

    public void onHighWatermark(long highWatermark) {
        transactions.replicatedUpTo(highWatermark);
    }

    /** What is below is gone from the log. Producers stay, so that they are still known when they go on. */
    public void onLogStart(long logStartOffset) {
        transactions.replicatedUpTo(logStartOffset);
        endOffset = Math.max(endOffset, logStartOffset);
    }

    /** Knows nothing any more, as an empty log that begins here. */
    public void truncateFullyAndStartAt(long offset) {
        producers.clear();
        transactions.clear();
        endOffset = offset;
    }

    /** Knows what a snapshot knows, which was taken at an offset; producers that have been idle for long are left out. */
    public void reload(List<ProducerEntry> snapshot, long offset, long nowMs) {
        truncateFullyAndStartAt(offset);
        for (ProducerEntry entry : snapshot) {
            ProducerState state = new ProducerState(entry);
            if (!state.isExpired(nowMs, limits.expirationMs())) {
                producers.put(state);
                if (state.hasOpenTransaction()) {
                    transactions.begin(entry.txnFirstOffset(), entry.producerId());
                }
            }
        }
    }

    /** The first record of a transaction that is undecided, or whose marker is not replicated; what is below is stable. */
    public OptionalLong firstUnstableOffset() {
        return transactions.firstUnstable();
    }

    /** The first record of a transaction that is undecided. */
    public OptionalLong firstUndecidedOffset() {
        return transactions.firstUndecided();
    }

    /** Whether the producer has written here in a transaction of this epoch that has not ended. */
    public boolean hasOpenTransaction(long producerId, short epoch) {
        ProducerState state = producers.get(producerId);
        return state != null && state.hasOpenTransaction() && state.epoch() == epoch;
    }

    /** Whether the oldest transaction has heard nothing for longer than any may last: its end got lost. */
    public boolean hasLateTransaction(long nowMs, long transactionTimeoutMaxMs) {
        OptionalLong oldest = transactions.oldestProducer();
        ProducerState state = oldest.isEmpty() ? null : producers.get(oldest.getAsLong());
        return state != null
                && state.lastTimestamp() > 0
                && nowMs - state.lastTimestamp() > transactionTimeoutMaxMs + LATE_MS;
    }

    /** How many producers it knows. */
    public int size() {
        return producers.size();
    }

    public boolean isEmpty() {
        return producers.size() == 0 && !transactions.hasUnreplicated();
    }

    /** A copy for a snapshot, for compaction, or to look at; ascending by producer id. */
    public List<ProducerEntry> entries() {
        List<ProducerEntry> entries = new ArrayList<>(producers.size());
        producers.forEach(state -> entries.add(state.toEntry()));
        entries.sort(Comparator.comparingLong(ProducerEntry::producerId));
        return entries;
    }

    ProducerState find(long producerId) {
        return producers.get(producerId);
    }
}
