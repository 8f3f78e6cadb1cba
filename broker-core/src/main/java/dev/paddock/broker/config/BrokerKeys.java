package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.LIST;
import static dev.paddock.broker.config.SettingType.STRING;

import java.util.List;

/** Who this broker is, and the ways of running Kafka that Paddock does not take part in. */
final class BrokerKeys {
    static final SettingKey<Integer> BROKER_ID = new SettingKey<>(
            "broker.id",
            INT,
            -1,
            Check.atLeast(-1),
            "The broker's number in the cluster; -1 takes the one in the log dirs or a new one from ZooKeeper.");
    static final SettingKey<Integer> NODE_ID = new SettingKey<>(
            "node.id", INT, -1, Check.atLeast(-1), "Another name for broker.id; when both are set they must agree.");
    static final SettingKey<Boolean> ID_GENERATION = new SettingKey<>(
            "broker.id.generation.enable", BOOLEAN, true, Check.any(), "Whether ZooKeeper may give out a broker id.");
    static final SettingKey<Integer> RESERVED_ID_MAX = new SettingKey<>(
            "reserved.broker.max.id",
            INT,
            1000,
            Check.atLeast(0),
            "Ids that are generated are above this one; while they are enabled, broker.id must not be.");
    static final SettingKey<String> RACK =
            new SettingKey<>("broker.rack", STRING, null, Check.any(), "The rack or zone that this broker stands in.");

    static final SettingKey<List<String>> PROCESS_ROLES = new SettingKey<>(
            "process.roles",
            LIST,
            List.of(),
            Check.only(List.of(), "only empty: Paddock keeps its metadata in ZooKeeper and has no KRaft mode"),
            "Must stay empty: there is no KRaft mode.");
    static final SettingKey<String> CONTROLLER_LISTENERS = new SettingKey<>(
            "controller.listener.names",
            STRING,
            null,
            new Check<>(
                    "only empty: it belongs to KRaft mode, and Paddock keeps its metadata in ZooKeeper",
                    names -> CommaList.elements(names).isEmpty()),
            "Must stay empty: there is no KRaft mode.");
    static final SettingKey<Boolean> MIGRATION = new SettingKey<>(
            "zookeeper.metadata.migration.enable",
            BOOLEAN,
            false,
            Check.only(false, "only false: Paddock stays with ZooKeeper and has no KRaft to migrate to"),
            "Must stay false: there is no KRaft mode.");
    static final SettingKey<String> AUTHORIZER = new SettingKey<>(
            "authorizer.class.name",
            STRING,
            "",
            Check.only("", "only empty: there is no authorizer yet, and without one everybody may do everything"),
            "Must stay empty: there is no authorizer yet.");

    static final List<SettingKey<?>> ALL = List.of(
            BROKER_ID,
            NODE_ID,
            ID_GENERATION,
            RESERVED_ID_MAX,
            RACK,
            PROCESS_ROLES,
            CONTROLLER_LISTENERS,
            MIGRATION,
            AUTHORIZER);

    private BrokerKeys() {}
}
