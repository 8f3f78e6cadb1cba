package dev.paddock.broker;

import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.config.IdentitySettings;
import dev.paddock.broker.config.TopicSettings;
import dev.paddock.broker.config.ZooKeeperSettings;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.TopicCatalog;
import dev.paddock.coordinator.controller.ControllerElection;
import dev.paddock.coordinator.controller.ControllerListener;
import dev.paddock.coordinator.controller.ControllerTenure;
import dev.paddock.coordinator.topic.TopicLeadership;
import dev.paddock.coordinator.topic.TopicTable;
import dev.paddock.coordinator.topic.TopicWatch;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.BrokerIdRefusedException;
import dev.paddock.coordinator.zk.BrokerRegistration;
import dev.paddock.coordinator.zk.ClusterBootstrap;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.ClusterWatch;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.LiveBroker;
import dev.paddock.coordinator.zk.LivenessProbe;
import dev.paddock.coordinator.zk.RegisteredBroker;
import dev.paddock.coordinator.zk.RegistrationListener;
import dev.paddock.coordinator.zk.RootPaths;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkSession;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.log.io.DirectoryOwner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This broker's place in ZooKeeper: the session, who it is there, and what it sees of the others. */
final class ClusterMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMember.class);
    private static final int NO_JMX = -1;
    private static final long NO_EPOCH = -1;
    private static final int CONTROLLER_WAIT_MAX_MS = 2_000;

    private final BrokerSettings settings;
    private final BrokerFolders folders;
    private final Opened opened = new Opened();
    private final ViewWaits waits = new ViewWaits();
    private CuratorZkStore store;
    private ClusterWatch watch;
    private BrokerRegistration registration;
    private ControllerElection election;
    private final TopicCatalog catalog = new TopicCatalog();
    private CompletableFuture<TopicTable> firstTopics;
    private TopicLeadership leadership;
    private BrokerTopics topics;
    private String clusterId;
    private int brokerId;
    /** Of the thread that the watch calls us on. */
    private String loggedView;

    private ClusterMember(BrokerSettings settings, BrokerFolders folders) {
        this.settings = settings;
        this.folders = folders;
    }

    /** Connects, and finds out which broker of which cluster this is. */
    static ClusterMember connect(BrokerSettings settings, BrokerFolders folders) {
        ClusterMember member = new ClusterMember(settings, folders);
        try {
            member.connect();
        } catch (RuntimeException e) {
            member.opened.close();
            throw e;
        }
        return member;
    }

    private void connect() {
        ZooKeeperSettings zooKeeper = settings.zooKeeper();
        DirectoryOwner owner = folders.owner(settings.identity().configuredId());
        store = opened.add(CuratorZkStore.open(
                new ZkSettings(zooKeeper.connect(), zooKeeper.sessionTimeoutMs(), zooKeeper.connectionTimeoutMs())));
        CompletableFuture<Void> paths = RootPaths.ensure(store);
        clusterId = await(ClusterBootstrap.clusterId(store));
        owner.requireCluster(clusterId);
        await(paths);
        IdentitySettings identity = settings.identity();
        brokerId = owner.brokerId().isPresent()
                ? owner.brokerId().getAsInt()
                : await(ClusterBootstrap.nextBrokerId(store, identity.reservedIdMax()));
        TopicSettings topicSettings = settings.topics();
        leadership = opened.add(new TopicLeadership(
                store,
                new TopicLeadership.Settings(
                        topicSettings.configs().resolve(Map.of()).uncleanElection(), topicSettings.deletion())));
        catalog.addListener((before, after) -> leadership.topicsChanged(after));
        watch = opened.add(new ClusterWatch(store, clusterId, this::viewChanged));
        watch.start();
        topics = new BrokerTopics(brokerId, watch::view, topicSettings, catalog, store);
        // Read while the broker registers.
        TopicWatch topicWatch = opened.add(new TopicWatch(store, catalog::publish));
        firstTopics = topicWatch.start();
    }

    int brokerId() {
        return brokerId;
    }

    String clusterId() {
        return clusterId;
    }

    /** Of the registration, as our own view has it. */
    long epoch() {
        return epochOf(brokerId, view());
    }

    ClusterView view() {
        return watch.view();
    }

    /** What handlers need of topics. */
    BrokerTopics topics() {
        return topics;
    }

    /**
     * Returns when the registration is there and our own view has it too, so that the first answer names this broker. The
     * election begins with the registration.
     */
    void register(List<BrokerEndpoint> endpoints, LivenessProbe probe) {
        folders.claim(brokerId, clusterId);
        RegisteredBroker self = new RegisteredBroker(
                brokerId,
                endpoints,
                settings.identity().rack(),
                Integer.getInteger("com.sun.management.jmxremote.port", NO_JMX),
                Map.of(),
                System.currentTimeMillis());
        registration =
                opened.add(new BrokerRegistration(store, self, folders.lastSession(), probe, new SessionKeeper()));
        election = opened.add(new ControllerElection(store, brokerId, new Tenures()));
        try {
            long epoch = await(registration.register());
            await(waits.until(view -> epochOf(brokerId, view) >= epoch, watch::view)
                    .orTimeout(settings.zooKeeper().connectionTimeoutMs(), TimeUnit.MILLISECONDS));
            await(firstTopics);
        } catch (BrokerIdRefusedException e) {
            throw new BrokerStartException(e.getMessage(), e);
        }
    }

    /**
     * Returns when our view names a controller that is alive, or after a while without: the AdminClient of Kafka 0.11 and
     * 1.x waits for ever when the first answer names none.
     */
    void awaitController() {
        CompletableFuture<Void> named =
                waits.until(view -> epochOf(view.controllerId(), view) != NO_EPOCH, watch::view);
        try {
            named.get(CONTROLLER_WAIT_MAX_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("No broker has become the controller within {} ms; going on without one", CONTROLLER_WAIT_MAX_MS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for the controller cannot fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        named.cancel(false);
    }

    /** The first thing on the way down: another broker takes over while this one answers what is under way. */
    void resign() {
        election.close();
    }

    private static long epochOf(int brokerId, ClusterView view) {
        LiveBroker live = view.brokers().get(brokerId);
        return live == null ? NO_EPOCH : live.epoch();
    }

    private void viewChanged(ClusterView view) {
        String summary = "Live brokers: " + view.brokers().keySet() + ", controller: "
                + (view.controllerId() == ClusterView.NO_CONTROLLER ? "none" : view.controllerId());
        // A broker that only registered anew changes the view, but not what a person wants to know of it.
        if (!summary.equals(loggedView)) {
            loggedView = summary;
            LOG.info(summary);
        }
        Map<Integer, Long> epochs = new HashMap<>();
        view.brokers().forEach((id, live) -> epochs.put(id, live.epoch()));
        leadership.brokersChanged(epochs);
        waits.changed(view);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BrokerIdRefusedException refused) {
                throw refused;
            }
            throw ZkException.from(e);
        }
    }

    /**
     * Leaves: the registration goes and the session ends. The session is forgotten only when that is certain, and was ours:
     * otherwise the next start has to end it.
     */
    @Override
    public void close() {
        opened.close();
        if (registration != null && registration.isGone()) {
            folders.forgetSession();
        }
    }

    /** Keeps the session's id for the next run, should this one be killed. */
    private final class SessionKeeper implements RegistrationListener {
        @Override
        public void registering(ZkSession session) {
            folders.remember(session);
        }

        @Override
        public void registered(long brokerEpoch, long sessionId) {
            election.registered(sessionId);
        }

        @Override
        public void refused(BrokerIdRefusedException reason) {
            LOG.error(
                    "This broker is no longer part of the cluster, and tries until it is again: {}",
                    reason.getMessage());
        }
    }

    /** The controller sees to the topics; and an operator at night wants to know who leads, and why it changed. */
    private final class Tenures implements ControllerListener {
        @Override
        public void elected(ControllerTenure tenure) {
            LOG.info("Broker {} is the controller, epoch {}", brokerId, tenure.epoch());
            leadership.elected(tenure.epoch(), tenure.guard());
        }

        @Override
        public void resigned(ControllerTenure tenure, String reason) {
            leadership.resigned();
            LOG.info("Broker {} has resigned as controller of epoch {}: {}", brokerId, tenure.epoch(), reason);
        }
    }
}
