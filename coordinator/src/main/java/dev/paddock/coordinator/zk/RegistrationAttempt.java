package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.RegistrationRule.Answer;
import dev.paddock.coordinator.zk.RegistrationRule.Sighting;
import dev.paddock.coordinator.zk.RegistrationRule.Step;
import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to make {@code /brokers/ids/<id>} ours: creates it, and while it is taken does what {@link
 * RegistrationRule} says. Blocks, on the registration's thread.
 */
final class RegistrationAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationAttempt.class);
    /** ZooKeeper ends a session up to a tick (2 s by default) after its timeout. */
    private static final int SESSION_END_MARGIN_MS = 4_000;

    private static final int PROBE_MAX_MS = 5_000;

    private final ZkStore store;
    private final RegisteredBroker broker;
    private final LivenessProbe probe;
    private final Map<Long, ZkSession> formerSessions;
    private final String path;
    private final long startedNs = System.nanoTime();

    private long owner;
    private Answer answer = Answer.NOT_ASKED;
    private boolean sessionEnded;

    RegistrationAttempt(
            ZkStore store, RegisteredBroker broker, LivenessProbe probe, Map<Long, ZkSession> formerSessions) {
        this.store = store;
        this.broker = broker;
        this.probe = probe;
        this.formerSessions = formerSessions;
        this.path = BrokerIdZnode.path(broker.id());
    }

    /** Until the znode is ours or refused; what ZooKeeper cannot do now is a {@link ZkException}. */
    ZnodeStat run() throws InterruptedException {
        RegistrationRule rule = new RegistrationRule((long) store.sessionTimeoutMs() + SESSION_END_MARGIN_MS);
        while (true) {
            Optional<ZnodeStat> created = create();
            if (created.isPresent()) {
                return created.get();
            }
            Optional<Znode> there = read();
            if (there.isEmpty()) {
                continue;
            }
            Sighting found = sighting(there.get());
            Step step = rule.decide(found, store.session().id(), formerSessions);
            if (step instanceof Step.Ours) {
                return there.get().stat();
            } else if (step instanceof Step.EndSession end) {
                endSession(end.session());
            } else if (step instanceof Step.Probe) {
                answer = ask(there.get());
            } else if (step instanceof Step.Wait wait) {
                awaitGone(wait.atMostMs());
            } else if (step instanceof Step.Refuse refuse) {
                RegisteredBroker other = registered(there.get());
                throw new BrokerIdRefusedException(refuse.refusal(), path, other, owner, found.waitedMs());
            }
        }
    }

    /** What was learned of one owner says nothing about the next. */
    private Sighting sighting(Znode there) {
        if (there.stat().ephemeralOwner() != owner) {
            owner = there.stat().ephemeralOwner();
            answer = Answer.NOT_ASKED;
            sessionEnded = false;
        }
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
        return new Sighting(owner, answer, sessionEnded, waitedMs);
    }

    private Optional<ZnodeStat> create() throws InterruptedException {
        try {
            byte[] content = BrokerIdZnode.encode(broker);
            CreatedZnode created = Waiting.await(store.create(path, content, CreateKind.EPHEMERAL));
            return Optional.of(created.stat());
        } catch (ZkException e) {
            if (e.reason() == Reason.NODE_EXISTS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Znode> read() throws InterruptedException {
        try {
            return Optional.of(Waiting.await(store.get(path)));
        } catch (ZkException e) {
            if (e.reason() == Reason.NO_NODE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void endSession(ZkSession former) throws InterruptedException {
        LOG.info("{} is a former registration of this broker; ending its ZooKeeper session {}", path, former);
        sessionEnded = true;
        try {
            Waiting.await(store.endSession(former));
        } catch (ZkException e) {
            LOG.warn("Could not end ZooKeeper session {}, waiting for its timeout: {}", former, e.getMessage());
        }
    }

    private Answer ask(Znode there) throws InterruptedException {
        try {
            boolean answers = Waiting.await(probe.answers(registered(there)), PROBE_MAX_MS);
            return answers ? Answer.ANSWERS : Answer.SILENT;
        } catch (ZkException e) {
            LOG.debug("The probe of the broker at {} failed, which counts as no answer: {}", path, e.getMessage());
            return Answer.SILENT;
        }
    }

    private void awaitGone(long atMostMs) throws InterruptedException {
        String session = "0x" + Long.toHexString(owner);
        LOG.warn(
                "{} is of ZooKeeper session {}, but no broker answers; awaiting its end, at most {} ms",
                path,
                session,
                atMostMs);
        long waitedFor = owner;
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        try (ZkWatch watch = store.watch(path, znode -> {
            if (znode.isEmpty() || znode.get().stat().ephemeralOwner() != waitedFor) {
                gone.complete(true);
            }
        })) {
            LOG.debug("Watching {} by {}", path, watch);
            boolean unused = Waiting.await(gone, atMostMs);
        } catch (ZkException e) {
            LOG.debug("{} is still there after {} ms", path, atMostMs);
        }
    }

    private RegisteredBroker registered(Znode znode) {
        try {
            return BrokerIdZnode.decode(broker.id(), znode.bytes());
        } catch (MalformedZnodeException e) {
            LOG.warn("Nobody can be asked: {}", e.getMessage());
            return new RegisteredBroker(broker.id(), List.of(), Optional.empty(), -1, Map.of(), -1);
        }
    }
}
