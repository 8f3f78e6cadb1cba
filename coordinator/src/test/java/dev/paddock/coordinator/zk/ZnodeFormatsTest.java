package dev.paddock.coordinator.zk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.SecurityProtocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected bytes are what Apache Kafka 3.9.1's own encoders write for the same broker. */
class ZnodeFormatsTest {
    private static final BrokerEndpoint PLAIN = new BrokerEndpoint("PLAINTEXT", "h1", 9092, SecurityProtocol.PLAINTEXT);
    private static final BrokerEndpoint SECURE = new BrokerEndpoint("INTERNAL", "::1", 9093, SecurityProtocol.SASL_SSL);

    @Test
    void shouldWriteABrokerInTheBytesOfKafka() {
        RegisteredBroker broker =
                new RegisteredBroker(7, List.of(PLAIN, SECURE), Optional.of("r\"1é"), -1, Map.of(), 1795255889802L);

        assertThat(text(BrokerIdZnode.encode(broker)))
                .isEqualTo("{\"features\":{},\"listener_security_protocol_map\":"
                        + "{\"PLAINTEXT\":\"PLAINTEXT\",\"INTERNAL\":\"SASL_SSL\"},"
                        + "\"endpoints\":[\"PLAINTEXT://h1:9092\",\"INTERNAL://[::1]:9093\"],\"rack\":\"r\\\"1é\","
                        + "\"jmx_port\":-1,\"port\":9092,\"host\":\"h1\",\"version\":5,"
                        + "\"timestamp\":\"1795255889802\"}");
        assertThat(BrokerIdZnode.decode(7, BrokerIdZnode.encode(broker))).isEqualTo(broker);
        assertThat(BrokerIdZnode.path(7)).isEqualTo("/brokers/ids/7");
    }

    @Test
    void shouldWriteFeaturesAndNoHostWithoutAPlaintextListener() {
        RegisteredBroker broker = new RegisteredBroker(
                7,
                List.of(SECURE),
                Optional.empty(),
                9999,
                Map.of("metadata.version", new VersionRange((short) 1, (short) 7)),
                5);

        assertThat(text(BrokerIdZnode.encode(broker)))
                .isEqualTo("{\"features\":{\"metadata.version\":{\"min_version\":1,\"max_version\":7}},"
                        + "\"listener_security_protocol_map\":{\"INTERNAL\":\"SASL_SSL\"},"
                        + "\"endpoints\":[\"INTERNAL://[::1]:9093\"],"
                        + "\"jmx_port\":9999,\"port\":-1,\"host\":null,\"version\":5,\"timestamp\":\"5\"}");
        assertThat(BrokerIdZnode.decode(7, BrokerIdZnode.encode(broker))).isEqualTo(broker);
    }

    @Test
    void shouldReadVersion1() {
        RegisteredBroker broker = decode("{'version':1,'host':'a','port':1,'jmx_port':9999,'timestamp':'2233345666'}");

        assertThat(broker)
                .isEqualTo(new RegisteredBroker(
                        3,
                        List.of(new BrokerEndpoint("PLAINTEXT", "a", 1, SecurityProtocol.PLAINTEXT)),
                        Optional.empty(),
                        9999,
                        Map.of(),
                        2233345666L));
    }

    @Test
    void shouldReadVersions2And3ByTheListenersProtocol() {
        RegisteredBroker broker = decode("{'version':3,'host':'a','port':1,'jmx_port':-1,'timestamp':'1','rack':'dc1',"
                + "'endpoints':['PLAINTEXT://a:1','SSL://[fe80::1%25]:2']}");

        assertThat(broker.rack()).contains("dc1");
        assertThat(broker.endpoints())
                .containsExactly(
                        new BrokerEndpoint("PLAINTEXT", "a", 1, SecurityProtocol.PLAINTEXT),
                        new BrokerEndpoint("SSL", "fe80::1%25", 2, SecurityProtocol.SSL));
        assertThat(broker.endpoint("SSL").orElseThrow().hostAndPort()).isEqualTo("[fe80::1%25]:2");
        assertThat(broker.endpoint("ssl")).isEmpty();
    }

    @Test
    void shouldReadVersions4And5AndNewerOnes() {
        RegisteredBroker broker = decode("{'version':9,'jmx_port':-1,'rack':null,'endpoints':['client://:1'],"
                + "'listener_security_protocol_map':{'CLIENT':'sasl_plaintext'},'what':[],"
                + "'features':{'x':{'min_version':1,'first_active_version':2,'max_version':3}}}");

        assertThat(broker.rack()).isEmpty();
        assertThat(broker.endpoints())
                .containsExactly(new BrokerEndpoint("CLIENT", "", 1, SecurityProtocol.SASL_PLAINTEXT));
        assertThat(broker.features()).containsExactly(Map.entry("x", new VersionRange((short) 1, (short) 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{'version':'5'}",
                "{'version':0,'host':'a','port':1}",
                "{'version':1,'host':'a'}",
                "{'version':1,'host':'a','port':99999999999}",
                "{'version':2,'endpoints':['CLIENT://a:1']}",
                "{'version':2,'endpoints':['PLAINTEXT:a:1']}",
                "{'version':2,'endpoints':['PLAINTEXT://a:99999999999']}",
                "{'version':2,'endpoints':'PLAINTEXT://a:1'}",
                "{'version':4,'endpoints':['A://a:1'],'listener_security_protocol_map':{'A':'FOO'}}",
                "{'version':5,'endpoints':[],'features':{'x':{}}}"
            })
    void shouldNameThePathOfAMalformedBroker(String json) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(MalformedZnodeException.class)
                .hasMessageContaining("/brokers/ids/3 is malformed");
    }

    @Test
    void shouldWriteAndReadTheClusterId() {
        assertThat(text(ClusterIdZnode.encode("abc"))).isEqualTo("{\"version\":\"1\",\"id\":\"abc\"}");
        assertThat(ClusterIdZnode.decode(bytes("{'version':'1','id':'x'}"))).isEqualTo("x");
        assertThatThrownBy(() -> ClusterIdZnode.decode(bytes("{'id':5}")))
                .hasMessageContaining("/cluster/id is malformed: 'id' is not a string");
        assertThat(ClusterIdZnode.random()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(ClusterIdZnode.random());
    }

    @Test
    void shouldWriteAndReadTheController() {
        assertThat(text(ControllerZnode.encode(3, 123456)))
                .isEqualTo("{\"version\":2,\"brokerid\":3,\"timestamp\":\"123456\",\"kraftControllerEpoch\":-1}");
        assertThat(ControllerZnode.decode(bytes("{'version':1,'brokerid':4,'timestamp':'1'}")))
                .isEqualTo(4);
        assertThatThrownBy(() -> ControllerZnode.decode(bytes("{'brokerid':'3'}")))
                .isInstanceOf(MalformedZnodeException.class);
    }

    @Test
    void shouldWriteAndReadTheControllerEpoch() {
        assertThat(text(ControllerEpochZnode.encode(12))).isEqualTo("12");
        assertThat(ControllerEpochZnode.decode(bytes("12"))).isEqualTo(12);
        assertThatThrownBy(() -> ControllerEpochZnode.decode(bytes("x"))).isInstanceOf(MalformedZnodeException.class);
    }

    private static RegisteredBroker decode(String json) {
        return BrokerIdZnode.decode(3, bytes(json));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
