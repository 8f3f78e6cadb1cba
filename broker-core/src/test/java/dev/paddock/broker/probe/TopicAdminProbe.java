package dev.paddock.broker.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** The life of a topic by the AdminClient of some release. Loaded by ClientEra beside that release. */
public final class TopicAdminProbe implements Function<String, String> {
    @Override
    public String apply(String bootstrap) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrap);
        String topic = "the.one";
        List<String> seen = new ArrayList<>();
        try (AdminClient admin = AdminClient.create(settings)) {
            NewTopic wanted = new NewTopic(topic, 2, (short) 1).configs(Map.of("retention.ms", "9000"));
            get(admin.createTopics(List.of(wanted)).all());
            seen.add("partitions " + partitions(admin, topic));
            seen.add("retention " + retention(admin, topic));
            change(admin, topic);
            seen.add("retention " + retention(admin, topic));
            if (has("org.apache.kafka.clients.admin.NewPartitions")) {
                Growth.to(admin, topic, 4);
                seen.add("partitions " + partitions(admin, topic));
            }
            seen.add("listed " + get(admin.listTopics().names()).contains(topic));
            get(admin.deleteTopics(List.of(topic)).all());
            seen.add("listed " + get(admin.listTopics().names()).contains(topic));
            return String.join(", ", seen);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** The method has another name since 3.1, and the first one is gone since 4.0. */
    @SuppressWarnings("unchecked")
    private static int partitions(AdminClient admin, String topic) throws Exception {
        Object result =
                admin.getClass().getMethod("describeTopics", Collection.class).invoke(admin, List.of(topic));
        boolean renamed = false;
        for (var method : result.getClass().getMethods()) {
            renamed |= method.getName().equals("allTopicNames");
        }
        var future = (KafkaFuture<Map<String, TopicDescription>>)
                result.getClass().getMethod(renamed ? "allTopicNames" : "all").invoke(result);
        TopicDescription description = get(future).get(topic);
        for (var partition : description.partitions()) {
            if (partition.leader() == null || partition.isr().size() != 1) {
                throw new IllegalStateException("no leader: " + description);
            }
        }
        return description.partitions().size();
    }

    private static String retention(AdminClient admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get("retention.ms")
                .value();
    }

    private static void change(AdminClient admin, String topic) throws Exception {
        if (has("org.apache.kafka.clients.admin.AlterConfigOp")) {
            Increment.set(admin, topic, "retention.ms", "8000");
        } else {
            Object result = admin.getClass()
                    .getMethod("alterConfigs", Map.class)
                    .invoke(
                            admin,
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    new Config(List.of(new ConfigEntry("retention.ms", "8000")))));
            get((KafkaFuture<?>) result.getClass().getMethod("all").invoke(result));
        }
    }

    private static boolean has(String className) {
        try {
            Class.forName(className);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Apart, so that it is only loaded where the release has it. */
    private static final class Growth {
        static void to(AdminClient admin, String topic, int partitions) throws Exception {
            get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all());
        }
    }

    /** Apart, so that it is only loaded where the release has it. */
    private static final class Increment {
        static void set(AdminClient admin, String topic, String key, String value) throws Exception {
            AlterConfigOp op = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
            get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(op)))
                    .all());
        }
    }
}
