package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DirectoryOwnerTest {
    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");

    @Test
    void shouldTakeTheIdFromTheSettingsOrFromTheFolders() {
        assertThat(DirectoryOwner.agree(Map.of(), OptionalInt.empty()).brokerId())
                .isEmpty();
        assertThat(DirectoryOwner.agree(Map.of(), OptionalInt.of(4)).brokerId()).hasValue(4);
        assertThat(DirectoryOwner.agree(Map.of(A, MetaProperties.of(5, "c")), OptionalInt.empty()))
                .isEqualTo(new DirectoryOwner(OptionalInt.of(5), Optional.of("c")));
    }

    @Test
    void shouldFillInWhatAnOldFolderDoesNotSay() {
        MetaProperties old = new MetaProperties(OptionalInt.of(5), Optional.empty());

        assertThat(DirectoryOwner.agree(Map.of(A, old, B, MetaProperties.of(5, "c")), OptionalInt.of(5)))
                .isEqualTo(new DirectoryOwner(OptionalInt.of(5), Optional.of("c")));
    }

    @Test
    void shouldRefuseContradictions() {
        assertThatThrownBy(() -> DirectoryOwner.agree(
                        Map.of(A, MetaProperties.of(1, "c"), B, MetaProperties.of(2, "c")), OptionalInt.empty()))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessageContainingAll("different brokers", "/b", "broker.id=2");
        assertThatThrownBy(() -> DirectoryOwner.agree(
                        Map.of(A, MetaProperties.of(1, "c"), B, MetaProperties.of(1, "d")), OptionalInt.empty()))
                .hasMessageContainingAll("different clusters", "cluster.id=d");
        assertThatThrownBy(() -> DirectoryOwner.agree(Map.of(A, MetaProperties.of(1, "c")), OptionalInt.of(2)))
                .hasMessageContainingAll("broker.id is 2", "says 1", "/a");
    }

    @Test
    void shouldRefuseAnotherCluster() {
        DirectoryOwner owner = new DirectoryOwner(OptionalInt.of(1), Optional.of("c"));

        assertThatCode(() -> owner.requireCluster("c")).doesNotThrowAnyException();
        assertThatThrownBy(() -> owner.requireCluster("d")).hasMessageContainingAll("d", "c", "zookeeper.connect");
        assertThatCode(() -> new DirectoryOwner(OptionalInt.of(1), Optional.empty()).requireCluster("d"))
                .doesNotThrowAnyException();
    }
}
