/**
 * What a person writes in {@code server.properties}, read once at start into small immutable records.
 *
 * <pre>
 *   StartCommandLine -> PropertiesFile -> SettingValues --(the *Keys tables)--> BrokerSettings
 *                                                                                 identity  network  zooKeeper
 *                                                                                 logDirs   metrics  report
 * </pre>
 *
 * A setting is one line in the table of its concern ({@link dev.paddock.broker.config.NetworkKeys} and its neighbours)
 * and is declared only when it has an effect here. Keys, types, defaults and meanings are those of Apache Kafka 3.9 in
 * ZooKeeper mode; where we are stricter, a test lists it with the reason.
 */
package dev.paddock.broker.config;
