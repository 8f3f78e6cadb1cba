package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.index.AbortedTxn;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanedTransactionsTest {

    private static final AbortedTxn ABORTED = new AbortedTxn(7, 10, 20, 21);

    private final CleanedTransactions transactions = new CleanedTransactions();

    @Test
    void shouldDropWhatWasAbortedAndKeepItsMarkerAsLongAsThereWasAnyOfIt() {
        // given
        transactions.expect(List.of(ABORTED));

        // when
        boolean before = transactions.onBatch(7, 9, true);
        boolean inIt = transactions.onBatch(7, 12, true);
        AbortedTxn marker = transactions.onAbort(7, 20);

        // then
        assertThat(before).isFalse();
        assertThat(inIt).isTrue();
        assertThat(marker).isEqualTo(ABORTED);
        assertThat(transactions.onBatch(7, 22, true)).as("the next transaction").isFalse();
    }

    @Test
    void shouldLetAnAbortMarkerGoWhenNothingOfItsTransactionIsLeft() {
        // given
        transactions.expect(List.of(ABORTED));

        // then
        assertThat(transactions.onAbort(7, 20)).isNull();
        assertThat(transactions.onAbort(8, 21)).as("one that is in no index").isNull();
    }

    @Test
    void shouldKeepACommitMarkerAsLongAsThereIsAnythingOfItsTransaction() {
        // given
        transactions.onBatch(5, 3, true);

        // then
        assertThat(transactions.onCommit(5, 4)).isFalse();
        assertThat(transactions.onCommit(5, 8)).as("nothing since").isTrue();
    }

    @Test
    void shouldNotMixProducersNorWhatIsInNoTransaction() {
        // given
        transactions.expect(List.of(ABORTED));

        // then
        assertThat(transactions.onBatch(7, 12, false)).isFalse();
        assertThat(transactions.onBatch(8, 13, true)).isFalse();
        assertThat(transactions.onAbort(7, 20)).isNull();
    }

    @Test
    void shouldBearATransactionThatTwoSegmentsTellOf() {
        // given
        transactions.expect(List.of(ABORTED));
        transactions.onBatch(7, 12, true);
        transactions.expect(List.of(ABORTED, new AbortedTxn(7, 30, 40, 41)));

        // then
        assertThat(transactions.onBatch(7, 15, true)).isTrue();
        assertThat(transactions.onAbort(7, 20)).isEqualTo(ABORTED);
        assertThat(transactions.onBatch(7, 25, true)).isFalse();
        assertThat(transactions.onCommit(7, 26)).isFalse();
        assertThat(transactions.onBatch(7, 33, true)).isTrue();
    }
}
