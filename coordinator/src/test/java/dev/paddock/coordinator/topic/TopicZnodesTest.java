package dev.paddock.coordinator.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.zk.MalformedZnodeException;
import dev.paddock.protocol.Uuid;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected bytes are what Apache Kafka 3.9.1's own encoders write for the same. */
class TopicZnodesTest {
    private static final Uuid ID = Uuid.parse("AAAAAAAAAAAAAAAAAAAABQ");

    @Test
    void shouldWriteATopicInTheBytesOfKafka() {
        SortedMap<Integer, Assignment> partitions = new TreeMap<>(Map.of(
                0, Assignment.of(0, 1),
                1, new Assignment(List.of(1, 2), List.of(2), List.of(1)),
                2, Assignment.of(2),
                3, Assignment.of(2),
                10, Assignment.of(1)));

        byte[] bytes = TopicZnode.encode(ID, partitions);

        assertThat(text(bytes))
                .isEqualTo("{\"partitions\":{\"0\":[0,1],\"1\":[1,2],\"2\":[2],\"3\":[2],\"10\":[1]},"
                        + "\"topic_id\":\"AAAAAAAAAAAAAAAAAAAABQ\",\"adding_replicas\":{\"1\":[2]},"
                        + "\"removing_replicas\":{\"1\":[1]},\"version\":3}");
        TopicZnode.Content read = TopicZnode.decode("t", bytes);
        assertThat(read.id()).contains(ID);
        assertThat(read.partitions()).isEqualTo(partitions);
        assertThat(TopicZnode.path("t")).isEqualTo("/brokers/topics/t");
    }

    @Test
    void shouldReadATopicOfVersions1And2WithoutAnId() {
        TopicZnode.Content first = TopicZnode.decode("t", bytes("{'version':1,'partitions':{'1':[3],'0':[1,2]}}"));
        TopicZnode.Content second = TopicZnode.decode(
                "t",
                bytes(
                        "{'version':2,'partitions':{'0':[1]},'adding_replicas':{'0':[1]},'removing_replicas':{},'x':{}}"));

        assertThat(first.id()).isEmpty();
        assertThat(first.partitions()).isEqualTo(Map.of(0, Assignment.of(1, 2), 1, Assignment.of(3)));
        assertThat(first.partitions().firstKey()).isZero();
        assertThat(second.partitions().get(0).adding()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "{}",
                "{'partitions':[]}",
                "{'partitions':{'x':[1]}}",
                "{'partitions':{'-1':[1]}}",
                "{'partitions':{'01':[1]}}",
                "{'partitions':{'2147483647':[1]}}",
                "{'partitions':{'99999999999':[1]}}",
                "{'partitions':{'0':1}}",
                "{'partitions':{'0':['1']}}",
                "{'partitions':{'0':[1.5]}}",
                "{'partitions':{'0':[99999999999]}}",
                "{'partitions':{'0':[1]},'topic_id':'x'}",
                "{'partitions':{'0':[1]},'topic_id':7}",
                "{'partitions':{'0':[1]},'adding_replicas':{'0':7}}"
            })
    void shouldNameThePathOfAMalformedTopic(String json) {
        assertThatThrownBy(() -> TopicZnode.decode("t", bytes(json)))
                .isInstanceOf(MalformedZnodeException.class)
                .hasMessageContaining("/brokers/topics/t is malformed");
    }

    @Test
    void shouldWriteAStateInTheBytesOfKafka() {
        Leadership leadership = new Leadership(3, 4, List.of(3, 1), 9);

        byte[] bytes = PartitionStateZnode.encode(leadership);

        assertThat(text(bytes))
                .isEqualTo("{\"controller_epoch\":9,\"leader\":3,\"version\":1,\"leader_epoch\":4,\"isr\":[3,1]}");
        assertThat(PartitionStateZnode.decode("t", 4, bytes)).isEqualTo(leadership);
        assertThat(PartitionStateZnode.path("t", 4)).isEqualTo("/brokers/topics/t/partitions/4/state");
    }

    @Test
    void shouldPassOverFieldsOfAStateThatItDoesNotKnow() {
        assertThat(PartitionStateZnode.decode(
                        "t",
                        4,
                        bytes("{'controller_epoch':1,'leader':-1,'version':1,'leader_epoch':2,'isr':[],"
                                + "'leader_recovery_state':1,'elr':{'a':[1]}}")))
                .isEqualTo(new Leadership(-1, 2, List.of(), 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{'leader':1,'leader_epoch':2,'isr':[]}",
                "{'controller_epoch':1,'leader':'1','leader_epoch':2,'isr':[]}",
                "{'controller_epoch':1,'leader':1,'leader_epoch':99999999999,'isr':[]}",
                "{'controller_epoch':1,'leader':1,'leader_epoch':2,'isr':[null]}",
                "{'controller_epoch':1,'leader':1,'leader_epoch':2}"
            })
    void shouldNameThePathOfAMalformedState(String json) {
        assertThatThrownBy(() -> PartitionStateZnode.decode("t", 4, bytes(json)))
                .isInstanceOf(MalformedZnodeException.class)
                .hasMessageContaining("/brokers/topics/t/partitions/4/state is malformed");
    }

    @Test
    void shouldWriteAndReadSettings() {
        Map<String, String> overrides = Map.of("retention.ms", "5", "a\"b", "é\n");

        assertThat(text(TopicConfigZnode.encode(Map.of()))).isEqualTo("{\"version\":1,\"config\":{}}");
        assertThat(text(TopicConfigZnode.encode(overrides)))
                .isEqualTo("{\"version\":1,\"config\":{\"a\\\"b\":\"é\\n\",\"retention.ms\":\"5\"}}");
        assertThat(TopicConfigZnode.decode("t", TopicConfigZnode.encode(overrides)))
                .isEqualTo(overrides);
        assertThat(TopicConfigZnode.decode("t", bytes("{'version':1}"))).isEmpty();
        assertThat(TopicConfigZnode.path("t")).isEqualTo("/config/topics/t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'version':2,'config':{}}",
                "{'version':1,'config':{'a':5}}",
                "{'version':1,'config':[]}"
            })
    void shouldNameThePathOfMalformedSettings(String json) {
        assertThatThrownBy(() -> TopicConfigZnode.decode("t", bytes(json)))
                .isInstanceOf(MalformedZnodeException.class)
                .hasMessageContaining("/config/topics/t is malformed");
    }

    @Test
    void shouldWriteANotificationInTheBytesOfKafka() {
        assertThat(text(ConfigChangeZnode.encodeTopic("t"))).isEqualTo("{\"version\":2,\"entity_path\":\"topics/t\"}");
        assertThat(ConfigChangeZnode.PREFIX).isEqualTo("/config/changes/config_change_");
        assertThat(DeleteTopicZnode.path("t")).isEqualTo("/admin/delete_topics/t");
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
