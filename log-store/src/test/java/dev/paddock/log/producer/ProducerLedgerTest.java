package dev.paddock.log.producer;

import static dev.paddock.log.producer.TestBatch.ABORT;
import static dev.paddock.log.producer.TestBatch.COMMIT;
import static dev.paddock.log.producer.TestBatch.marker;
import static dev.paddock.log.producer.TestBatch.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProducerLedgerTest {
    private final ProducerLedger ledger = new ProducerLedger(new ProducerLimits(10_000, 100));

    @Test
    void shouldAcceptWhatFollowsAndNothingElse() {
        apply(of(7, 0, 0).count(3).at(10));

        assertThat(check(of(7, 0, 3))).isEqualTo(CheckOutcome.ACCEPTED);
        assertThat(check(of(7, 0, 4)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(check(of(7, 0, 4)).message()).contains("Producer 7", "sequence 4", "expected 3");
        assertThat(check(of(7, 0, 2)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(ledger.endOffset()).isEqualTo(13);
    }

    @Test
    void shouldChangeNothingByChecking() {
        check(of(7, 0, 0).transactional());

        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.firstUnstableOffset()).isEmpty();
    }

    @Test
    void shouldAcceptAnySequenceOfAProducerThatItDoesNotKnow() {
        assertThat(check(of(7, 3, 41)).isAccepted()).isTrue();
    }

    @Test
    void shouldAnswerTheLastFiveBatchesFromMemory() {
        for (int i = 0; i < 6; i++) {
            apply(of(7, 0, 2 * i).count(2).at(100 + 2 * i).time(50 + i));
        }

        for (int i = 1; i < 6; i++) {
            CheckOutcome outcome = check(of(7, 0, 2 * i).count(2));
            assertThat(outcome.isDuplicate()).isTrue();
            assertThat(outcome.isAccepted()).isFalse();
            assertThat(outcome.duplicate())
                    .isEqualTo(new RememberedBatch(100 + 2 * i, 101 + 2 * i, 2 * i, 2 * i + 1, 50 + i));
        }
        assertThat(check(of(7, 0, 0).count(2)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(check(of(7, 0, 10).count(1)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }

    @Test
    void shouldGoOnFromZeroAfterTheLargestSequence() {
        apply(of(7, 0, Integer.MAX_VALUE - 1).count(2).at(5));
        assertThat(check(of(7, 0, 0)).isAccepted()).isTrue();

        apply(of(7, 0, 0).at(7));
        apply(of(7, 1, 0).at(8));
        apply(of(9, 0, Integer.MAX_VALUE).count(3).at(9));

        assertThat(check(of(9, 0, 2)).isAccepted()).isTrue();
        assertThat(check(of(9, 0, Integer.MAX_VALUE).count(3)).duplicate().firstOffset())
                .isEqualTo(9);
    }

    @Test
    void shouldFenceOldEpochsAndBeginNewOnesAtZero() {
        apply(of(7, 3, 0).count(5).at(0));

        assertThat(check(of(7, 2, 5)).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(check(of(7, 4, 5)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(check(of(7, 4, 0)).isAccepted()).isTrue();

        apply(of(7, 4, 0).at(5));
        assertThat(check(of(7, 3, 0).count(5)).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void shouldCheckOfCoordinatorsTheEpochOnly() {
        apply(of(7, 3, 0).at(0));

        assertThat(check(of(7, 3, -1), AppendOrigin.COORDINATOR).isAccepted()).isTrue();
        assertThat(check(of(7, 3, 0), AppendOrigin.COORDINATOR).isAccepted()).isTrue();
        assertThat(check(of(7, 2, -1), AppendOrigin.COORDINATOR).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void shouldBelieveTheLeader() {
        apply(of(7, 3, 0).at(0));

        assertThat(check(of(7, 2, 77), AppendOrigin.REPLICA).isAccepted()).isTrue();
        assertThat(check(of(7, 3, 0), AppendOrigin.REPLICA).isAccepted()).isTrue();
        assertThat(check(marker(7, 1, COMMIT, -5), AppendOrigin.REPLICA).isAccepted())
                .isTrue();
    }

    @Test
    void shouldPassOverWhatSaysNothingOfProducers() {
        assertThat(check(of(-1, -1, -1)).isAccepted()).isTrue();
        assertThat(apply(of(-1, -1, -1).count(5).at(0))).isNull();
        assertThat(apply(marker(7, 0, COMMIT, 0).emptied().at(5))).isNull();
        assertThat(ledger.isEmpty()).isTrue();

        apply(of(7, 0, 3).emptied().at(6));
        assertThat(check(of(7, 0, 4)).isAccepted()).isTrue();
        assertThat(ledger.endOffset()).isEqualTo(7);
    }

    @Test
    void shouldCheckSeveralBatchesEachAfterTheOther() {
        apply(of(7, 0, 0).at(0));
        AppendCheck append = ledger.checkSeveral(AppendOrigin.CLIENT);

        assertThat(append.check(of(7, 0, 1).count(2).read()).isAccepted()).isTrue();
        assertThat(append.check(of(7, 0, 3).transactional().read()).isAccepted())
                .isTrue();
        assertThat(append.check(of(7, 0, 4).read()).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(append.check(of(7, 0, 9).read()).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(append.check(of(7, 0, 0).read()).isDuplicate()).isTrue();
        assertThat(append.check(marker(7, 1, COMMIT, 0).read()).isAccepted()).isTrue();
        assertThat(append.check(of(7, 0, 4).read()).error()).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(append.check(of(-1, -1, -1).read()).isAccepted()).isTrue();

        assertThat(check(of(7, 0, 1)).isAccepted()).isTrue();
        assertThat(ledger.firstUnstableOffset()).isEmpty();
    }

    @Test
    void shouldForgetIdleProducersButNoneWithAnOpenTransaction() {
        apply(of(7, 0, 0).at(0).time(1_000));
        apply(of(8, 0, 0).at(1).time(1_000).transactional());
        apply(of(9, 0, 0).at(2).time(1_001));

        ledger.expire(11_000);

        assertThat(ledger.entries()).extracting(ProducerEntry::producerId).containsExactly(8L, 9L);
        ledger.expire(Long.MAX_VALUE);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(check(of(8, 0, 7).transactional()).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }

    @Test
    void shouldRememberAtMostSoManyThatAreIdle() {
        for (int id = 0; id < 1_000; id++) {
            apply(
                    id % 100 == 0
                            ? of(id, 0, 0).at(id).time(id).transactional()
                            : of(id, 0, 0).at(id).time(id));
            assertThat(ledger.size()).isLessThanOrEqualTo(100);
        }

        assertThat(ledger.entries())
                .extracting(ProducerEntry::producerId)
                .contains(0L, 100L, 900L, 999L, 950L)
                .doesNotContain(1L, 850L);
    }

    @Test
    void shouldForgetAllWhenTheLogIsEmptied() {
        apply(of(7, 0, 0).at(0).transactional());
        apply(marker(7, 0, ABORT, 0).at(1));

        ledger.truncateFullyAndStartAt(50);

        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.firstUnstableOffset()).isEmpty();
        assertThat(ledger.endOffset()).isEqualTo(50);
    }

    @Test
    void shouldKeepProducersWhenTheLogStartMovesUp() {
        apply(of(7, 0, 0).at(0).transactional());
        apply(marker(7, 0, ABORT, 0).at(1));

        ledger.onLogStart(2);
        assertThat(ledger.firstUnstableOffset()).isEmpty();
        assertThat(ledger.endOffset()).isEqualTo(2);
        ledger.onLogStart(9);

        assertThat(ledger.endOffset()).isEqualTo(9);
        assertThat(check(of(7, 0, 1)).isAccepted()).isTrue();
        assertThat(check(of(7, 0, 2)).isAccepted()).isFalse();
    }

    @Test
    void shouldGoOnFromASnapshot() {
        apply(of(7, 1, 0).count(4).at(0).time(5_000));
        apply(of(8, 0, 0).count(2).at(4).time(1_000).transactional());
        apply(of(9, 0, 0).at(6).time(1_000));
        List<ProducerEntry> snapshot = ledger.entries();
        ProducerLedger other = new ProducerLedger(new ProducerLimits(10_000, 100));

        other.reload(snapshot, 7, 11_000);

        assertThat(other.endOffset()).isEqualTo(7);
        assertThat(other.firstUnstableOffset()).hasValue(4);
        assertThat(other.entries()).isEqualTo(List.of(snapshot.get(0), snapshot.get(1)));
        assertThat(other.check(of(7, 1, 0).count(4).read(), AppendOrigin.CLIENT).duplicate())
                .isEqualTo(new RememberedBatch(0, 3, 0, 3, 5_000));
        assertThat(other.apply(marker(8, 0, COMMIT, 0).at(7).read())).isEqualTo(new CompletedTxn(8, 4, 7, 8, false));
    }

    private CheckOutcome check(TestBatch batch) {
        return check(batch, AppendOrigin.CLIENT);
    }

    private CheckOutcome check(TestBatch batch, AppendOrigin origin) {
        return ledger.check(batch.read(), origin);
    }

    private CompletedTxn apply(TestBatch batch) {
        return ledger.apply(batch.read());
    }
}
