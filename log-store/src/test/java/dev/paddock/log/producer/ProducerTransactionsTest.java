package dev.paddock.log.producer;

import static dev.paddock.log.producer.TestBatch.ABORT;
import static dev.paddock.log.producer.TestBatch.COMMIT;
import static dev.paddock.log.producer.TestBatch.marker;
import static dev.paddock.log.producer.TestBatch.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProducerTransactionsTest {
    private final ProducerLedger ledger = new ProducerLedger(new ProducerLimits(10_000, 100));

    @ParameterizedTest
    @EnumSource(AppendOrigin.class)
    void shouldRefuseOtherRecordsWithinATransaction(AppendOrigin origin) {
        apply(of(7, 0, 0).transactional().at(0));

        assertThat(check(of(7, 0, 1), origin).error()).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(check(of(7, 0, 1).transactional(), origin).isAccepted()).isTrue();
    }

    @Test
    void shouldFenceMarkersOfAnOldCoordinator() {
        apply(of(7, 1, 0).transactional().at(0));
        apply(marker(7, 1, COMMIT, 5).at(1));

        assertThat(check(marker(7, 1, ABORT, 4), AppendOrigin.COORDINATOR).error())
                .isEqualTo(ErrorCode.TRANSACTION_COORDINATOR_FENCED);
        assertThat(check(marker(7, 0, ABORT, 6), AppendOrigin.COORDINATOR).error())
                .isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(check(marker(7, 1, ABORT, 5), AppendOrigin.COORDINATOR).isAccepted())
                .isTrue();
    }

    @Test
    void shouldEndATransactionWithItsMarker() {
        apply(of(7, 0, 0).transactional().at(10));
        apply(of(8, 0, 0).transactional().at(11));
        apply(of(7, 0, 1).transactional().at(12));
        assertThat(ledger.firstUnstableOffset()).hasValue(10);
        assertThat(ledger.hasOpenTransaction(7, (short) 0)).isTrue();
        assertThat(ledger.hasOpenTransaction(7, (short) 1)).isFalse();

        CompletedTxn aborted = apply(marker(7, 0, ABORT, 0).at(13));
        CompletedTxn committed = apply(marker(8, 0, COMMIT, 0).at(14));

        assertThat(aborted).isEqualTo(new CompletedTxn(7, 10, 13, 11, true));
        assertThat(aborted.toAbortedTxn().lastStableOffset()).isEqualTo(11);
        assertThat(committed).isEqualTo(new CompletedTxn(8, 11, 14, 15, false));
        assertThat(ledger.firstUndecidedOffset()).isEmpty();
        assertThat(ledger.hasOpenTransaction(7, (short) 0)).isFalse();
    }

    @Test
    void shouldBeStableOnlyWhenTheMarkersAreReplicated() {
        apply(of(7, 0, 0).transactional().at(10));
        apply(of(8, 0, 0).transactional().at(11));
        apply(marker(8, 0, COMMIT, 0).at(12));
        apply(marker(7, 0, COMMIT, 0).at(13));

        ledger.onHighWatermark(12);
        assertThat(ledger.firstUnstableOffset()).hasValue(10);
        ledger.onHighWatermark(13);
        assertThat(ledger.firstUnstableOffset()).hasValue(10);
        ledger.onHighWatermark(14);
        assertThat(ledger.firstUnstableOffset()).isEmpty();
    }

    @Test
    void shouldTakeAMarkerWithoutRecordsForNoTransaction() {
        assertThat(apply(marker(7, 2, COMMIT, 3).at(10))).isNull();

        assertThat(ledger.entries()).containsExactly(new ProducerEntry(7, (short) 2, -1, -1, 0, 1_000, 3, -1));
        assertThat(check(of(7, 2, 5)).error()).isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(check(of(7, 2, 0)).isAccepted()).isTrue();
    }

    @Test
    void shouldRefuseAControlBatchThatIsNoMarker() {
        assertThat(check(marker(7, 0, 5, 0), AppendOrigin.COORDINATOR).error()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(apply(marker(7, 0, 5, 0).at(3))).isNull();
    }

    @Test
    void shouldNoticeTransactionsThatHang() {
        apply(of(7, 0, 0).at(0).time(1_000).transactional());

        assertThat(ledger.hasLateTransaction(1_000 + 900_000 + 300_000, 900_000))
                .isFalse();
        assertThat(ledger.hasLateTransaction(1_001 + 900_000 + 300_000, 900_000))
                .isTrue();
        apply(marker(7, 0, ABORT, 0).at(1));
        assertThat(ledger.hasLateTransaction(Long.MAX_VALUE, 900_000)).isFalse();
    }

    @Test
    void shouldKeepAllTransactionsEvenWhenThereAreTooMany() {
        for (int id = 0; id < 500; id++) {
            apply(of(id, 0, 0).at(id).transactional());
        }

        assertThat(ledger.size()).isEqualTo(500);
        assertThat(ledger.firstUnstableOffset()).hasValue(0);
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
