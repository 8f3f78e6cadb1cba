package dev.paddock.log.producer;

import java.util.HashMap;
import java.util.Map;

/**
 * Checks an append of several batches, each as if those before it had been appended already, and changes nothing. Lives for
 * one append; rare, since a producer with an id sends one batch at a time.
 */
public final class AppendCheck {
    private final ProducerLedger ledger;
    private final AppendOrigin origin;
    private final Map<Long, ProducerState> drafts = new HashMap<>();

    AppendCheck(ProducerLedger ledger, AppendOrigin origin) {
        this.ledger = ledger;
        this.origin = origin;
    }

    /** After anything but acceptance the append as a whole is over. */
    public CheckOutcome check(ProducerBatch batch) {
        if (batch.kind() == ProducerBatch.Kind.ANONYMOUS) {
            return CheckOutcome.ACCEPTED;
        }
        ProducerState known = ledger.find(batch.producerId());
        RememberedBatch duplicate = origin == AppendOrigin.CLIENT ? ledger.duplicateOf(batch) : null;
        if (duplicate != null) {
            return CheckOutcome.duplicateOf(duplicate);
        }
        ProducerState draft = drafts.get(batch.producerId());
        CheckOutcome outcome = AppendRule.judge(draft == null ? known : draft, known == null, batch, origin);
        if (outcome.isAccepted()) {
            draft(known, batch);
        }
        return outcome;
    }

    private void draft(ProducerState known, ProducerBatch batch) {
        ProducerState draft =
                drafts.computeIfAbsent(batch.producerId(), id -> known == null ? new ProducerState(id) : known.copy());
        if (batch.isMarker()) {
            draft.applyMarker(batch);
        } else if (batch.kind() == ProducerBatch.Kind.RECORDS) {
            draft.applyRecords(batch);
        }
    }
}
