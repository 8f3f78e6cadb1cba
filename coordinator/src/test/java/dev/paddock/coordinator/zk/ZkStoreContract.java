package dev.paddock.coordinator.zk;

import static dev.paddock.coordinator.zk.Eventually.failure;
import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.Eventually.Told;
import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ZkStore} does, the real one and the fake. */
abstract class ZkStoreContract {
    private ZkStore store;
    private ZkStore other;

    /** Opens one more session with the same, at first empty, ZooKeeper. */
    abstract ZkStore open() throws Exception;

    @BeforeEach
    void openBoth() throws Exception {
        store = open();
        other = open();
    }

    @AfterEach
    void closeBoth() {
        store.close();
        other.close();
    }

    @Test
    void shouldReadBackWhatItCreated() {
        CreatedZnode created = get(store.create("/a", bytes("one"), CreateKind.PERSISTENT));

        Znode read = get(other.get("/a"));
        assertThat(created.path()).isEqualTo("/a");
        assertThat(read.bytes()).isEqualTo(bytes("one"));
        assertThat(read.stat()).isEqualTo(created.stat());
        assertThat(read.stat().version()).isZero();
        assertThat(read.stat().czxid()).isPositive();
        assertThat(read.stat().ephemeralOwner()).isZero();
    }

    @Test
    void shouldReadNoDataAsEmpty() {
        get(store.create("/a", null, CreateKind.PERSISTENT));

        assertThat(get(store.get("/a")).bytes()).isEmpty();
    }

    @Test
    void shouldNameTheReasonWhenItCannotCreate() {
        get(store.create("/a", bytes(""), CreateKind.PERSISTENT));

        ZkException noParent = failure(store.create("/b/c", bytes(""), CreateKind.PERSISTENT));
        assertThat(noParent.reason()).isEqualTo(Reason.NO_NODE);
        assertThat(noParent.path()).isEqualTo("/b/c");
        assertThat(failure(store.create("/a", bytes(""), CreateKind.PERSISTENT)).reason())
                .isEqualTo(Reason.NODE_EXISTS);
    }

    @Test
    void shouldNumberSequentialZnodes() {
        get(store.create("/a", bytes(""), CreateKind.PERSISTENT));

        assertThat(get(store.create("/a/n_", bytes(""), CreateKind.PERSISTENT_SEQUENTIAL))
                        .path())
                .isEqualTo("/a/n_0000000000");
        CreatedZnode second = get(other.create("/a/n_", bytes(""), CreateKind.EPHEMERAL_SEQUENTIAL));
        assertThat(second.path()).isEqualTo("/a/n_0000000001");
        assertThat(second.stat().ephemeralOwner()).isEqualTo(other.session().id());
    }

    @Test
    void shouldSetOnlyTheVersionExpected() {
        get(store.create("/a", bytes("one"), CreateKind.PERSISTENT));

        ZnodeStat set = get(store.set("/a", bytes("two"), 0));

        assertThat(set.version()).isEqualTo(1);
        assertThat(set.mzxid()).isGreaterThan(set.czxid());
        assertThat(failure(store.set("/a", bytes("three"), 0)).reason()).isEqualTo(Reason.BAD_VERSION);
        assertThat(get(store.set("/a", bytes("four"), ZkStore.ANY_VERSION)).version())
                .isEqualTo(2);
        assertThat(failure(store.set("/b", bytes(""), 0)).reason()).isEqualTo(Reason.NO_NODE);
    }

    @Test
    void shouldDeleteOnlyTheVersionExpectedAndOnlyLeaves() {
        get(store.create("/a", bytes(""), CreateKind.PERSISTENT));
        get(store.create("/a/b", bytes(""), CreateKind.PERSISTENT));

        assertThat(failure(store.delete("/a", 0)).reason()).isEqualTo(Reason.NOT_EMPTY);
        assertThat(failure(store.delete("/a/b", 7)).reason()).isEqualTo(Reason.BAD_VERSION);
        get(store.delete("/a/b", 0));
        assertThat(failure(store.delete("/a/b", 0)).reason()).isEqualTo(Reason.NO_NODE);
        assertThat(get(store.exists("/a/b"))).isEmpty();
        assertThat(get(store.exists("/a"))).isPresent();
    }

    @Test
    void shouldListChildren() {
        get(store.create("/a", bytes(""), CreateKind.PERSISTENT));
        get(store.create("/a/x", bytes(""), CreateKind.PERSISTENT));
        get(store.create("/a/y", bytes(""), CreateKind.PERSISTENT));
        get(store.create("/a/x/z", bytes(""), CreateKind.PERSISTENT));
        get(store.create("/ab", bytes(""), CreateKind.PERSISTENT));

        assertThat(get(store.children("/a"))).containsExactlyInAnyOrder("x", "y");
        assertThat(failure(store.children("/none")).reason()).isEqualTo(Reason.NO_NODE);
    }

    @Test
    void shouldDoAllOfATransaction() {
        get(store.create("/a", bytes("one"), CreateKind.PERSISTENT));
        get(store.create("/gone", bytes(""), CreateKind.PERSISTENT));

        List<ZkOpResult> results = get(store.transaction(List.of(
                new ZkOp.Check("/a", 0),
                new ZkOp.Set("/a", bytes("two"), 0),
                new ZkOp.Create("/e", bytes("e"), CreateKind.EPHEMERAL),
                new ZkOp.Delete("/gone", 0))));

        assertThat(results.stream().map(ZkOpResult::path)).containsExactly("/a", "/a", "/e", "/gone");
        assertThat(results.get(1).stat().orElseThrow().version()).isEqualTo(1);
        assertThat(get(other.get("/e")).stat().ephemeralOwner())
                .isEqualTo(store.session().id());
        assertThat(get(store.exists("/gone"))).isEmpty();
    }

    @Test
    void shouldDoNothingOfATransactionThatFailsAndNameTheStep() {
        get(store.create("/a", bytes("one"), CreateKind.PERSISTENT));

        ZkException failure = failure(store.transaction(List.of(
                new ZkOp.Create("/b", bytes(""), CreateKind.PERSISTENT),
                new ZkOp.Check("/a", 3),
                new ZkOp.Create("/c", bytes(""), CreateKind.PERSISTENT))));

        assertThat(failure.reason()).isEqualTo(Reason.BAD_VERSION);
        assertThat(failure.path()).isEqualTo("/a");
        assertThat(get(store.exists("/b"))).isEmpty();
        assertThat(get(store.exists("/c"))).isEmpty();
    }

    @Test
    void shouldTellOfAZnodeNowAndWhenItChanges() {
        Told<Optional<String>> told = new Told<>();
        store.watch("/a", znode -> told.accept(znode.map(there -> new String(there.bytes(), UTF_8))));
        assertThat(told.next()).isEmpty();

        get(other.create("/a", bytes("one"), CreateKind.PERSISTENT));
        assertThat(told.next(Optional::isPresent)).contains("one");

        get(other.set("/a", bytes("two"), ZkStore.ANY_VERSION));
        assertThat(told.next(value -> !value.equals(Optional.of("one")))).contains("two");

        get(other.delete("/a", ZkStore.ANY_VERSION));
        assertThat(told.next(value -> !value.equals(Optional.of("two")))).isEmpty();

        get(other.create("/a", bytes("three"), CreateKind.PERSISTENT));
        assertThat(told.next(Optional::isPresent)).contains("three");
    }

    @Test
    void shouldTellOfChildrenNowAndWhenTheyChange() {
        Told<List<String>> told = new Told<>();
        store.watchChildren("/a", told);
        assertThat(told.next()).isEmpty();

        get(other.create("/a", bytes(""), CreateKind.PERSISTENT));
        get(other.create("/a/x", bytes(""), CreateKind.PERSISTENT));
        assertThat(told.next(names -> !names.isEmpty())).containsExactly("x");

        get(other.create("/a/y", bytes(""), CreateKind.PERSISTENT));
        assertThat(told.next(names -> names.size() == 2)).containsExactlyInAnyOrder("x", "y");

        get(other.delete("/a/x", ZkStore.ANY_VERSION));
        get(other.delete("/a/y", ZkStore.ANY_VERSION));
        get(other.delete("/a", ZkStore.ANY_VERSION));
        assertThat(told.next(List::isEmpty)).isEmpty();

        get(other.create("/a", bytes(""), CreateKind.PERSISTENT));
        get(other.create("/a/z", bytes(""), CreateKind.PERSISTENT));
        assertThat(told.next(names -> !names.isEmpty())).containsExactly("z");
    }

    @Test
    void shouldTellAClosedWatchNothing() {
        Told<Optional<Znode>> closed = new Told<>();
        Told<Optional<Znode>> open = new Told<>();
        ZkWatch watch = store.watch("/a", closed);
        closed.next();
        watch.close();
        store.watch("/a", open);

        get(other.create("/a", bytes(""), CreateKind.PERSISTENT));

        open.next(Optional::isPresent);
        assertThat(closed.isEmpty()).isTrue();
    }

    @Test
    void shouldKeepTellingAfterAListenerHasFailed() {
        Told<Optional<Znode>> told = new Told<>();
        store.watch("/a", znode -> {
            told.accept(znode);
            if (znode.isEmpty()) {
                throw new IllegalStateException("on purpose: the listener fails once");
            }
        });
        told.next();

        get(other.create("/a", bytes(""), CreateKind.PERSISTENT));

        assertThat(told.next(Optional::isPresent)).isPresent();
    }

    @Test
    void shouldTakeEphemeralZnodesAwayWithTheirSession() {
        Told<Optional<Znode>> told = new Told<>();
        get(other.create("/e", bytes(""), CreateKind.EPHEMERAL));
        store.watch("/e", told);
        told.next(Optional::isPresent);

        other.close();

        assertThat(told.next(Optional::isEmpty)).isEmpty();
    }

    @Test
    void shouldEndAnotherSessionByItsPasswordAndTellItOfTheNewOne() {
        Told<SessionEvent> events = new Told<>();
        Told<Optional<Znode>> watched = new Told<>();
        ZkSession before = other.session();
        get(other.create("/e", bytes(""), CreateKind.EPHEMERAL));
        other.addSessionListener((event, session) -> events.accept(event));
        other.watch("/a", watched);
        watched.next();

        get(store.endSession(before));

        assertThat(get(store.exists("/e"))).isEmpty();
        events.next(event -> event == SessionEvent.EXPIRED);
        assertThat(events.next()).isEqualTo(SessionEvent.NEW_SESSION);
        assertThat(other.session()).isNotEqualTo(before);
        get(store.create("/a", bytes(""), CreateKind.PERSISTENT));
        assertThat(watched.next(Optional::isPresent)).isPresent();
    }

    @Test
    void shouldLeaveASessionAloneThatItHasNoPasswordOf() {
        get(other.create("/e", bytes(""), CreateKind.EPHEMERAL));

        get(store.endSession(new ZkSession(other.session().id(), new byte[16])));

        assertThat(get(store.exists("/e"))).isPresent();
    }

    @Test
    void shouldFailWhatComesAfterItsClose() {
        store.close();

        CompletableFuture<Znode> read = store.get("/");

        assertThat(failure(read).reason()).isEqualTo(Reason.CLOSED);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
