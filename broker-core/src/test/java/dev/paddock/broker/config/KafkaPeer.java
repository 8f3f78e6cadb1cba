package dev.paddock.broker.config;

import dev.paddock.coordinator.topic.BrokerRack;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Apache Kafka 3.9.1's own reading of a configuration, in a class loader that sees nothing of ours. */
final class KafkaPeer implements AutoCloseable {
    private static final Path JARS = Path.of("target", "peers-config");

    private final URLClassLoader loader;

    KafkaPeer() throws IOException {
        var urls = new ArrayList<URL>();
        try (var jars = Files.newDirectoryStream(JARS, "*.jar")) {
            for (var jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** What Kafka makes of a configuration that it accepts; the lists in their string forms. */
    record Accepted(List<String> listeners, List<String> advertised, String interBroker, int brokerId) {}

    /** Null when Kafka refuses. */
    Accepted accept(Map<String, String> texts) throws ReflectiveOperationException {
        var properties = new Properties();
        properties.putAll(texts);
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        // Kafka looks up the class that a setting names, its own default among them, through the thread.
        thread.setContextClassLoader(loader);
        Object config;
        try {
            config = loader.loadClass("kafka.server.KafkaConfig")
                    .getMethod("fromProps", Properties.class, boolean.class)
                    .invoke(null, properties, false);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return null;
        } finally {
            thread.setContextClassLoader(before);
        }
        return new Accepted(
                endpoints(call(config, "listeners")),
                endpoints(call(config, "effectiveAdvertisedBrokerListeners")),
                (String) call(call(config, "interBrokerListenerName"), "value"),
                (Integer) call(config, "brokerId"));
    }

    Set<?> names() throws ReflectiveOperationException {
        return (Set<?>) call(configDef(), "names");
    }

    /** Null when Kafka has no such key. */
    Object key(String name) throws ReflectiveOperationException {
        return ((Map<?, ?>) call(configDef(), "configKeys")).get(name);
    }

    Object field(Object target, String name) throws ReflectiveOperationException {
        return target.getClass().getField(name).get(target);
    }

    Map<?, ?> topicSynonyms() throws ReflectiveOperationException {
        return (Map<?, ?>) loader.loadClass("org.apache.kafka.server.config.ServerTopicConfigSynonyms")
                .getField("ALL_TOPIC_CONFIG_SYNONYMS")
                .get(null);
    }

    /** ConfigDef's reading of one text; null when it refuses. */
    Object parse(String type, String text) throws ReflectiveOperationException {
        var types = loader.loadClass("org.apache.kafka.common.config.ConfigDef$Type");
        var wanted = types.getMethod("valueOf", String.class).invoke(null, type);
        try {
            return loader.loadClass("org.apache.kafka.common.config.ConfigDef")
                    .getMethod("parseType", String.class, Object.class, types)
                    .invoke(null, "some.key", text, wanted);
        } catch (InvocationTargetException e) {
            return null;
        }
    }

    Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    Set<?> topicKeyNames() throws ReflectiveOperationException {
        return ((Map<?, ?>) logConfig().getMethod("configKeys").invoke(null)).keySet();
    }

    String topicKeyType(String name) throws ReflectiveOperationException {
        var keys = (Map<?, ?>) logConfig().getMethod("configKeys").invoke(null);
        return field(keys.get(name), "type").toString();
    }

    /** What CreateTopics checks in ZooKeeper mode, without tiered storage. */
    boolean topicAccepts(Map<String, String> overrides) throws ReflectiveOperationException {
        var properties = new Properties();
        properties.putAll(overrides);
        try {
            logConfig()
                    .getMethod("validate", Map.class, Properties.class, Map.class, boolean.class, boolean.class)
                    .invoke(null, Map.of(), properties, Map.of("retention.ms", 604_800_000L), false, true);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        }
    }

    /** The values of a topic over those of a broker, as texts. */
    Map<String, String> resolveTopic(Map<String, String> broker, Map<String, String> overrides)
            throws ReflectiveOperationException {
        var brokerProperties = new Properties();
        brokerProperties.putAll(broker);
        var topicProperties = new Properties();
        topicProperties.putAll(overrides);
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var config = loader.loadClass("kafka.server.KafkaConfig")
                    .getMethod("fromProps", Properties.class, boolean.class)
                    .invoke(null, brokerProperties, false);
            var defaults = call(config, "extractLogConfigMap");
            var topic = logConfig()
                    .getMethod("fromProps", Map.class, Properties.class)
                    .invoke(null, defaults, topicProperties);
            var resolved = new TreeMap<String, String>();
            for (var value : ((Map<?, ?>) call(topic, "nonInternalValues")).entrySet()) {
                resolved.put(value.getKey().toString(), text(value.getValue()));
            }
            return resolved;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Replicas by Kafka's AdminUtils, in the order of the partitions. */
    List<List<Integer>> place(List<BrokerRack> brokers, int partitions, int factor, int start, int first)
            throws ReflectiveOperationException {
        var metadata = loader.loadClass("org.apache.kafka.admin.BrokerMetadata");
        var theirs = new ArrayList<Object>();
        for (var broker : brokers) {
            theirs.add(metadata.getConstructor(int.class, Optional.class).newInstance(broker.id(), broker.rack()));
        }
        var placed = (Map<?, ?>) loader.loadClass("org.apache.kafka.admin.AdminUtils")
                .getMethod("assignReplicasToBrokers", Collection.class, int.class, int.class, int.class, int.class)
                .invoke(null, theirs, partitions, factor, start, first);
        var ordered = new ArrayList<List<Integer>>();
        for (var replicas : new TreeMap<>(placed).values()) {
            ordered.add(((List<?>) replicas).stream().map(Integer.class::cast).toList());
        }
        return ordered;
    }

    private Class<?> logConfig() throws ReflectiveOperationException {
        return loader.loadClass("org.apache.kafka.storage.internals.log.LogConfig");
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : String.valueOf(value);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private Object configDef() throws ReflectiveOperationException {
        return loader.loadClass("kafka.server.KafkaConfig")
                .getMethod("configDef")
                .invoke(null);
    }

    private List<String> endpoints(Object scalaSeq) throws ReflectiveOperationException {
        var endpoints = new ArrayList<String>();
        var iterator = call(scalaSeq, "iterator");
        var iteratorType = loader.loadClass("scala.collection.Iterator");
        while ((Boolean) iteratorType.getMethod("hasNext").invoke(iterator)) {
            endpoints.add((String) call(iteratorType.getMethod("next").invoke(iterator), "connectionString"));
        }
        return endpoints;
    }
}
