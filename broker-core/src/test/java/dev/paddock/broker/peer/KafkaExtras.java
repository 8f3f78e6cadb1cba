package dev.paddock.broker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/** What Apache Kafka keeps in ZooKeeper and in topics of its own, and Paddock must leave alone: groups, quotas, users, settings. */
final class KafkaExtras {
    private static final String GROUP = "readers";
    private static final TopicPartition PLACE = new TopicPartition("plain", 0);
    private static final ClientQuotaEntity SOMEBODY = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "alice"));
    private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "7");

    private final String bootstrap;

    KafkaExtras(PeerHome home) {
        bootstrap = home.bootstrap();
    }

    void write() throws Exception {
        try (Admin admin = admin()) {
            admin.alterConsumerGroupOffsets(GROUP, Map.of(PLACE, new OffsetAndMetadata(17, "here")))
                    .all()
                    .get();
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            SOMEBODY, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e6)))))
                    .all()
                    .get();
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "alice", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), "secret")))
                    .all()
                    .get();
            admin.incrementalAlterConfigs(Map.of(
                            BROKER,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("log.cleaner.threads", "2"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    void assertThere() throws Exception {
        try (Admin admin = admin()) {
            assertThat(admin.listConsumerGroupOffsets(GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .containsEntry(PLACE, new OffsetAndMetadata(17, "here"));
            assertThat(admin.describeClientQuotas(ClientQuotaFilter.all())
                            .entities()
                            .get())
                    .containsEntry(SOMEBODY, Map.of("producer_byte_rate", 1e6));
            assertThat(admin.describeUserScramCredentials(List.of("alice"))
                            .users()
                            .get())
                    .contains("alice");
            assertThat(admin.describeConfigs(List.of(BROKER))
                            .all()
                            .get()
                            .get(BROKER)
                            .get("log.cleaner.threads")
                            .value())
                    .isEqualTo("2");
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }
}
