package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerIdentityTest {
    private static final Path A = Path.of("/a");
    private static final Path B = Path.of("/b");
    private static final OptionalInt GENERATED = OptionalInt.empty();

    private final Map<Path, Optional<MetaProperties>> found = new LinkedHashMap<>();

    private BrokerIdentity decide(OptionalInt configured) {
        return BrokerIdentity.decide(configured, "C", found);
    }

    @Test
    void shouldTakeTheConfiguredIdIntoNewFolders() {
        found.put(A, Optional.empty());
        found.put(B, Optional.empty());

        assertThat(decide(OptionalInt.of(5))).isEqualTo(new BrokerIdentity(OptionalInt.of(5), "C", List.of(A, B)));
    }

    @Test
    void shouldAskForAGeneratedIdWhenNobodyNamesOne() {
        found.put(A, Optional.empty());

        assertThat(decide(GENERATED)).isEqualTo(new BrokerIdentity(OptionalInt.empty(), "C", List.of(A)));
    }

    @Test
    void shouldKeepTheGeneratedIdAndCompleteANewFolder() {
        found.put(A, stored(1001, "C"));
        found.put(B, Optional.empty());

        assertThat(decide(GENERATED)).isEqualTo(new BrokerIdentity(OptionalInt.of(1001), "C", List.of(B)));
    }

    @Test
    void shouldHaveNothingToWriteWhenAllMatches() {
        found.put(A, stored(5, "C"));
        found.put(B, stored(5, "C"));

        assertThat(decide(OptionalInt.of(5)).incomplete()).isEmpty();
    }

    @Test
    void shouldCompleteAFileThatLacksTheClusterId() {
        found.put(A, Optional.of(new MetaProperties(OptionalInt.of(5), Optional.empty(), Optional.empty())));

        assertThat(decide(GENERATED)).isEqualTo(new BrokerIdentity(OptionalInt.of(5), "C", List.of(A)));
    }

    @Test
    void shouldRefuseAnotherIdThanConfigured() {
        found.put(A, stored(5, "C"));

        assertThatThrownBy(() -> decide(OptionalInt.of(6)))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessage("broker.id is configured as 6, but /a/meta.properties says 5. If the data was moved, make"
                        + " broker.id match it; for a new broker, use empty log.dirs");
    }

    @Test
    void shouldRefuseFoldersOfTwoBrokers() {
        found.put(A, stored(5, "C"));
        found.put(B, stored(6, "C"));

        assertThatThrownBy(() -> decide(GENERATED))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessageStartingWith("/a/meta.properties says broker.id 5, but /b/meta.properties says 6");
    }

    @Test
    void shouldRefuseAFolderOfAnotherCluster() {
        found.put(A, Optional.empty());
        found.put(B, stored(5, "D"));

        assertThatThrownBy(() -> decide(OptionalInt.of(5)))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessage("The cluster's id in ZooKeeper is C, but /b/meta.properties says D: this broker is about to"
                        + " join the wrong cluster. Check zookeeper.connect (and its chroot) and log.dirs");
    }

    @Test
    void shouldWriteWhatIsMissingAndReadItBack(@TempDir Path top) throws IOException {
        List<Path> directories =
                List.of(Files.createDirectory(top.resolve("x")), Files.createDirectory(top.resolve("y")));
        Map<Path, Optional<MetaProperties>> before = BrokerIdentity.read(directories);

        BrokerIdentity.decide(GENERATED, "C", before).complete(1001, before);

        Map<Path, Optional<MetaProperties>> after = BrokerIdentity.read(directories);
        assertThat(BrokerIdentity.decide(GENERATED, "C", after))
                .isEqualTo(new BrokerIdentity(OptionalInt.of(1001), "C", List.of()));
    }

    private static Optional<MetaProperties> stored(int brokerId, String clusterId) {
        return Optional.of(new MetaProperties(OptionalInt.of(brokerId), Optional.of(clusterId), Optional.empty()));
    }
}
