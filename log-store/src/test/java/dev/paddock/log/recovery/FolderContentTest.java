package dev.paddock.log.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FolderContentTest {
    private static String name(long base, String kind) {
        return "%020d".formatted(base) + kind;
    }

    @Test
    void shouldTellSegmentsFromWhatIsLeftOver() {
        FolderContent content = FolderContent.of(List.of(
                name(0, ".log"),
                name(0, ".index"),
                name(0, ".timeindex"),
                name(0, ".txnindex"),
                name(50, ".log.deleted"),
                name(60, ".log.cleaned"),
                name(70, ".index"),
                name(5, ".snapshot"),
                name(5, ".snapshot.deleted"),
                "partition.metadata",
                "leader-epoch-checkpoint",
                "leader-epoch-checkpoint.tmp"));

        assertThat(content.segments()).containsExactly(0L);
        assertThat(content.hasTransactionIndex(0)).isTrue();
        assertThat(content.hasTransactionIndex(70)).isFalse();
        assertThat(content.leftovers())
                .containsExactlyInAnyOrder(
                        name(50, ".log.deleted"),
                        name(60, ".log.cleaned"),
                        name(5, ".snapshot.deleted"),
                        "leader-epoch-checkpoint.tmp");
        assertThat(content.orphans()).containsExactly(name(70, ".index"));
    }

    @Test
    void shouldFinishSwapsThatWereComplete() {
        FolderContent content =
                FolderContent.of(List.of(name(0, ".log"), name(0, ".log.swap"), name(0, ".index.swap")));

        assertThat(content.swaps()).containsExactly(0L);
        assertThat(content.leftovers()).isEmpty();
    }

    @Test
    void shouldThrowAwayASwapOfWhichSomeIsStillCleaned() {
        FolderContent content =
                FolderContent.of(List.of(name(0, ".log"), name(0, ".log.swap"), name(0, ".index.cleaned")));

        assertThat(content.swaps()).isEmpty();
        assertThat(content.leftovers()).containsExactlyInAnyOrder(name(0, ".log.swap"), name(0, ".index.cleaned"));
    }
}
