package dev.paddock.broker;

import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.config.IdentitySettings;
import dev.paddock.broker.config.ZooKeeperSettings;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.BrokerIdRefusedException;
import dev.paddock.coordinator.zk.BrokerRegistration;
import dev.paddock.coordinator.zk.ClusterBootstrap;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.ClusterWatch;
import dev.paddock.coordinator.zk.CuratorZkStore;
import dev.paddock.coordinator.zk.LivenessProbe;
import dev.paddock.coordinator.zk.RegisteredBroker;
import dev.paddock.coordinator.zk.RegistrationListener;
import dev.paddock.coordinator.zk.RootPaths;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkSession;
import dev.paddock.coordinator.zk.ZkSettings;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.log.io.DirectoryOwner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This broker's place in ZooKeeper: the session, who it is there, and what it sees of the others. */
final class ClusterMember implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMember.class);
    private static final int NO_JMX = -1;

    private final BrokerSettings settings;
    private final BrokerFolders folders;
    private final Opened opened = new Opened();
    private final CompletableFuture<Void> seenByOthers = new CompletableFuture<>();
    private ZkStore store;
    private ClusterWatch watch;
    private BrokerRegistration registration;
    private String clusterId;
    private int brokerId;

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
        watch = opened.add(new ClusterWatch(store, clusterId, this::viewChanged));
        watch.start();
    }

    int brokerId() {
        return brokerId;
    }

    String clusterId() {
        return clusterId;
    }

    ClusterView view() {
        return watch.view();
    }

    /** Returns when the registration is there, and our own view has it too, so that the first answer names this broker. */
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
        try {
            await(registration.register());
            await(seenByOthers.orTimeout(settings.zooKeeper().connectionTimeoutMs(), TimeUnit.MILLISECONDS));
        } catch (BrokerIdRefusedException e) {
            throw new BrokerStartException(e.getMessage(), e);
        }
    }

    private void viewChanged(ClusterView view) {
        LOG.info(
                "Live brokers: {}, controller: {}",
                view.brokers().keySet(),
                view.controllerId() == ClusterView.NO_CONTROLLER ? "none" : view.controllerId());
        if (view.brokers().containsKey(brokerId)) {
            seenByOthers.complete(null);
        }
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
        public void registered(long brokerEpoch) {
            LOG.debug("Broker epoch is {}", brokerEpoch);
        }

        @Override
        public void refused(BrokerIdRefusedException reason) {
            LOG.error(
                    "This broker is no longer part of the cluster, and tries until it is again: {}",
                    reason.getMessage());
        }
    }
}
