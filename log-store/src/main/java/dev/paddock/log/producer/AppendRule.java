package dev.paddock.log.producer;

import static dev.paddock.log.producer.CheckOutcome.refused;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.record.BatchView;

/**
 * Whether a producer's batch may follow what is known of the producer. Pure. Nothing is answered with UNKNOWN_PRODUCER_ID,
 * nor has it been in Apache Kafka since KIP-360.
 */
final class AppendRule {
    private AppendRule() {}

    /**
     * Judges a batch that is no duplicate.
     *
     * @param state null for a producer that is not known
     * @param anySequence whether the producer was not known before this append: after retention or DeleteRecords have taken
     *     all that it wrote it goes on with any sequence (KIP-360), for as long as the append lasts
     */
    static CheckOutcome judge(ProducerState state, boolean anySequence, ProducerBatch batch, AppendOrigin origin) {
        return switch (batch.kind()) {
            case ANONYMOUS, EMPTIED -> CheckOutcome.ACCEPTED;
            case UNREADABLE ->
                refused(
                        ErrorCode.INVALID_RECORD,
                        "A control batch of producer " + batch.producerId()
                                + " holds no marker that ends a transaction");
            case COMMIT, ABORT -> state == null ? CheckOutcome.ACCEPTED : judgeMarker(state, batch, origin);
            case RECORDS -> state == null ? CheckOutcome.ACCEPTED : judgeRecords(state, anySequence, batch, origin);
        };
    }

    private static CheckOutcome judgeMarker(ProducerState state, ProducerBatch marker, AppendOrigin origin) {
        if (origin == AppendOrigin.REPLICA) {
            return CheckOutcome.ACCEPTED;
        }
        if (marker.epoch() < state.epoch()) {
            return oldEpoch(state, marker);
        }
        if (marker.coordinatorEpoch() < state.coordinatorEpoch()) {
            return refused(
                    ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                    "The marker of producer " + marker.producerId() + " has coordinator epoch "
                            + marker.coordinatorEpoch() + ", expected " + state.coordinatorEpoch()
                            + " or more: another coordinator has taken over");
        }
        return CheckOutcome.ACCEPTED;
    }

    private static CheckOutcome judgeRecords(
            ProducerState state, boolean anySequence, ProducerBatch batch, AppendOrigin origin) {
        if (origin != AppendOrigin.REPLICA && batch.epoch() < state.epoch()) {
            return oldEpoch(state, batch);
        }
        if (origin == AppendOrigin.CLIENT && !anySequence && !follows(state, batch)) {
            return outOfOrder(state, batch);
        }
        if (state.hasOpenTransaction() && !batch.isTransactional()) {
            return refused(
                    ErrorCode.INVALID_TXN_STATE,
                    "Producer " + batch.producerId() + " has an open transaction, expected records that belong to it");
        }
        return CheckOutcome.ACCEPTED;
    }

    private static boolean follows(ProducerState state, ProducerBatch batch) {
        if (state.epoch() == BatchView.NO_PRODUCER_EPOCH) {
            return true;
        }
        return batch.firstSequence() == expected(state, batch);
    }

    private static int expected(ProducerState state, ProducerBatch batch) {
        int last = batch.epoch() == state.epoch() ? state.lastSequence() : BatchView.NO_SEQUENCE;
        return (last + 1) & Integer.MAX_VALUE;
    }

    private static CheckOutcome oldEpoch(ProducerState state, ProducerBatch batch) {
        return refused(
                ErrorCode.INVALID_PRODUCER_EPOCH,
                "Producer " + batch.producerId() + " has epoch " + batch.epoch() + ", expected " + state.epoch()
                        + " or more: a newer instance of the producer has taken over");
    }

    private static CheckOutcome outOfOrder(ProducerState state, ProducerBatch batch) {
        return refused(
                ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
                "Producer " + batch.producerId() + " with epoch " + batch.epoch() + " sent sequence "
                        + batch.firstSequence() + ", expected " + expected(state, batch) + " (last seen: epoch "
                        + state.epoch() + ", sequence " + state.lastSequence() + ")");
    }
}
