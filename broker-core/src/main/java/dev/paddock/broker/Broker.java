package dev.paddock.broker;

import dev.paddock.broker.api.ApiRegistry;
import dev.paddock.broker.api.RequestDispatcher;
import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.config.HostPort;
import dev.paddock.broker.config.InvalidSettingException;
import dev.paddock.broker.metrics.MetricsEndpoint;
import dev.paddock.broker.metrics.MetricsPage;
import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.CannotListenException;
import dev.paddock.broker.net.NetworkServer;
import dev.paddock.client.connection.ClientLoops;
import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.log.io.LogDirectoryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker, from its settings to its last answer.
 *
 * <pre>
 *   folders locked -> logs listed, listeners bound, ZooKeeper connected -> identity known -> registered, topics known
 *                  -> logs recovered in the background, controller known -> accepting
 * </pre>
 *
 * and down in reverse: no longer the controller, no more requests, what is under way answered, session ended, logs forced,
 * folders given back.
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final long DRAIN_MS_MAX = 10_000;

    private final BrokerSettings settings;
    private final Opened opened = new Opened();
    private final RequestMetrics requestMetrics = new RequestMetrics();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private RecordService records;
    private NetworkServer network;
    private ClusterMember member;

    private Broker(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Returns when the broker is registered and answers. Throws BrokerStartException, with nothing left open. */
    public static Broker start(BrokerSettings settings) {
        long startedNanos = System.nanoTime();
        Broker broker = new Broker(settings);
        try {
            broker.open();
        } catch (LogDirectoryException | InvalidSettingException | CannotListenException | ZkException e) {
            broker.opened.close();
            throw new BrokerStartException(e.getMessage(), e);
        } catch (RuntimeException e) {
            broker.opened.close();
            throw e;
        }
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        LOG.info("Broker {} of cluster {} is up after {} ms", broker.id(), broker.clusterId(), tookMs);
        return broker;
    }

    private void open() {
        BrokerFolders folders = opened.add(new BrokerFolders(settings.logDirs()));
        // The session takes a while to come: the listeners are bound meanwhile.
        CompletableFuture<ClusterMember> connecting =
                CompletableFuture.supplyAsync(() -> ClusterMember.connect(settings, folders));
        records = opened.add(new RecordService(settings, () -> failed.complete(null)));
        records.beginOpening();
        try {
            network = opened.add(new NetworkServer(
                    settings.network(),
                    new RequestDispatcher(
                            ApiRegistry.ofBroker(
                                    () -> member.topics(),
                                    records.serving(() -> member.view()).handlers()),
                            requestMetrics)));
            network.bind();
        } catch (RuntimeException e) {
            var unused = connecting.thenAccept(ClusterMember::close);
            throw e;
        }
        // As long as the broker lives: after a lost session it may have to ask again who has its id.
        ClientLoops probing = opened.add(ClientLoops.sharing(network.loops()));
        member = opened.add(joined(connecting));
        records.awaitOpened();
        records.follow(member.brokerId(), member.topics().catalog());
        member.register(settings.network().listeners().endpoints(network::port), new EndpointProbe(probing));
        records.registered(member.epoch());
        records.topicsKnown();
        settings.metrics().listener().ifPresent(this::serveMetrics);
        member.awaitController();
        opened.add(() -> network.drain(DRAIN_MS_MAX));
        opened.add(records::endWaits);
        opened.add(member::resign);
        network.accept();
    }

    private static ClusterMember joined(CompletableFuture<ClusterMember> connecting) {
        try {
            return connecting.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void serveMetrics(HostPort address) {
        List<MetricsPage.Gauge> gauges = new ArrayList<>(List.of(
                new MetricsPage.Gauge("paddock_connections", "Open connections.", network::connections),
                new MetricsPage.Gauge(
                        "paddock_requests_held",
                        "Requests that are worked on.",
                        () -> network.admission().requests()),
                new MetricsPage.Gauge(
                        "paddock_request_bytes_held",
                        "Bytes of the requests that are read or worked on.",
                        () -> network.admission().bytes())));
        gauges.addAll(records.gauges());
        MetricsPage page = new MetricsPage(requestMetrics, gauges);
        try {
            MetricsEndpoint endpoint = opened.add(new MetricsEndpoint(address.address(), page));
            LOG.info("Metrics are at http://{}:{}/metrics", address.host(), endpoint.port());
        } catch (IOException e) {
            throw new BrokerStartException(
                    "paddock.metrics.listener: cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    public int id() {
        return member.brokerId();
    }

    public String clusterId() {
        return member.clusterId();
    }

    /** The port that a listener really has, also where the settings leave it to the system. */
    public int port(String listenerName) {
        return network.port(listenerName);
    }

    /** Completes when the broker cannot go on, because no disk is left; on any thread. Whoever started it then closes it. */
    public CompletableFuture<Void> failure() {
        return failed;
    }

    /** Returns when all is given back. Closing again does nothing. */
    @Override
    public void close() {
        LOG.info("Stopping");
        opened.close();
        LOG.info("Stopped");
    }
}
