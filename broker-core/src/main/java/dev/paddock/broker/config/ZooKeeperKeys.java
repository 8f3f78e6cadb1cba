package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.STRING;

import java.util.List;

/** The ensemble that the cluster lives in. */
final class ZooKeeperKeys {
    static final SettingKey<String> CONNECT = new SettingKey<>(
            "zookeeper.connect",
            STRING,
            null,
            Check.any(),
            "Required. host:port of the servers with commas between, and once at the end a chroot: a:2181,b:2181/paddock.");
    static final SettingKey<Integer> SESSION_TIMEOUT_MS = new SettingKey<>(
            "zookeeper.session.timeout.ms",
            INT,
            18_000,
            Check.atLeast(1),
            "How long ZooKeeper keeps the broker's session without hearing from it.");
    static final SettingKey<Integer> CONNECTION_TIMEOUT_MS = new SettingKey<>(
            "zookeeper.connection.timeout.ms",
            INT,
            null,
            Check.atLeast(1),
            "How long the start waits for ZooKeeper; the session timeout when not set.");
    static final SettingKey<Integer> IN_FLIGHT_MAX = new SettingKey<>(
            "zookeeper.max.in.flight.requests",
            INT,
            10,
            Check.atLeast(1),
            "Requests to ZooKeeper that may be unanswered at a time.");
    static final SettingKey<Boolean> SET_ACL = new SettingKey<>(
            "zookeeper.set.acl",
            BOOLEAN,
            false,
            Check.only(false, "only false: ACLs on znodes are not supported yet"),
            "Must stay false: ACLs on znodes are not supported yet.");
    static final SettingKey<Boolean> TLS = new SettingKey<>(
            "zookeeper.ssl.client.enable",
            BOOLEAN,
            false,
            Check.only(false, "only false: TLS to ZooKeeper is not supported yet"),
            "Must stay false: TLS to ZooKeeper is not supported yet.");

    static final List<SettingKey<?>> ALL =
            List.of(CONNECT, SESSION_TIMEOUT_MS, CONNECTION_TIMEOUT_MS, IN_FLIGHT_MAX, SET_ACL, TLS);

    private ZooKeeperKeys() {}
}
