package dev.paddock.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.client.connection.BrokerAddress;
import dev.paddock.client.testing.FakeBroker;
import dev.paddock.client.testing.Received;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerApiVersionsCommandTest {
    private final FakeBroker broker = FakeBroker.start();
    private final FakeBroker other = FakeBroker.start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void announce() {
        Map<ApiKey, int[]> ranges = new EnumMap<>(ApiKey.class);
        ranges.put(ApiKey.PRODUCE, new int[] {0, 99});
        ranges.put(ApiKey.FETCH, new int[] {90, 99});
        ranges.put(ApiKey.METADATA, new int[] {0, 9});
        ranges.put(ApiKey.OFFSET_DELETE, new int[] {0, 0});
        ranges.put(ApiKey.API_VERSIONS, new int[] {0, 4});
        broker.announce(ranges);
        broker.on(ApiKey.METADATA, request -> answerWith(request, node(1, broker.address(), null)));
    }

    @AfterEach
    void stop() {
        broker.close();
        other.close();
    }

    @Test
    void shouldPrintWhatKafkasCommandPrints() {
        int code = run("--bootstrap-server", broker.address().toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .startsWith(
                        broker.address() + " (id: 1 rack: null) -> (",
                        "\tProduce(0): 0 to 99 [usable: " + ApiKey.PRODUCE.highestVersion() + "],",
                        "\tFetch(1): 90 to 99 [unusable: node too new],",
                        "\tListOffsets(2): UNSUPPORTED,",
                        "\tMetadata(3): 0 to 9 [usable: 9],")
                .contains("\tOffsetDelete(47): 0 [usable: 0],")
                .noneMatch(line -> line.startsWith("\tVote("))
                .endsWith(")");
    }

    @Test
    void shouldPrintApisThatItDoesNotKnow() {
        ApiVersion unknown =
                new ApiVersion().apiKey((short) 4711).minVersion((short) 1).maxVersion((short) 2);
        broker.on(ApiKey.API_VERSIONS, request -> {
            ApiVersionsResponse response = FakeBroker.announcing(Map.of(ApiKey.METADATA, new int[] {0, 9}));
            List<ApiVersion> apis = new ArrayList<>(response.apiKeys());
            apis.add(unknown);
            request.connection().answer(request, response.apiKeys(apis));
        });

        run("--bootstrap-server", broker.address().toString());

        assertThat(out.toString()).contains("\tUNKNOWN(4711): 1 to 2\n");
    }

    @Test
    void shouldPrintEveryBrokerInTheOrderOfTheirIds() {
        broker.on(
                ApiKey.METADATA,
                request -> answerWith(request, node(7, other.address(), "r2"), node(2, broker.address(), "r1")));

        int code = run("--bootstrap-server", broker.address().toString());

        assertThat(code).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("->")))
                .containsExactly(
                        broker.address() + " (id: 2 rack: r1) -> (", other.address() + " (id: 7 rack: r2) -> (");
    }

    @Test
    void shouldPrintJsonForPrograms() {
        int code = run("--bootstrap-server", broker.address().toString(), "--format", "json");

        assertThat(code).isZero();
        assertThat(out.toString().strip())
                .isEqualTo(("{'brokers':[{'id':1,'host':'127.0.0.1','port':"
                                + broker.address().port()
                                + ",'rack':null,'apis':["
                                + "{'key':0,'name':'Produce','min':0,'max':99,'usable':"
                                + ApiKey.PRODUCE.highestVersion() + "},"
                                + "{'key':1,'name':'Fetch','min':90,'max':99,'usable':null},"
                                + "{'key':3,'name':'Metadata','min':0,'max':9,'usable':9},"
                                + "{'key':18,'name':'ApiVersions','min':0,'max':4,'usable':4},"
                                + "{'key':47,'name':'OffsetDelete','min':0,'max':0,'usable':0}]}]}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldPrintTheOthersAndFailWhenOneBrokerDoesNotAnswer() throws IOException {
        BrokerAddress nobody = nobody();
        broker.on(
                ApiKey.METADATA,
                request -> answerWith(request, node(1, nobody, null), node(2, broker.address(), null)));

        int code = run("--bootstrap-server", broker.address().toString());

        assertThat(code).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(nobody + " (id: 1 rack: null) -> ERROR: cannot connect to " + nobody)
                .contains(broker.address() + " (id: 2 rack: null) -> (");
    }

    @Test
    void shouldAskTheNextBootstrapServerWhenTheFirstIsAway() throws IOException {
        int code = run("--bootstrap-server", nobody() + "," + broker.address());

        assertThat(code).isZero();
    }

    @Test
    void shouldSayInOneLineThatNobodyAnswers() throws IOException {
        BrokerAddress nobody = nobody();

        int code = run("--bootstrap-server", nobody.toString());

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(nobody.toString(), "check that the broker");
    }

    @Test
    void shouldSayThatAnOptionIsMissing() {
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("--bootstrap-server", "--help");
    }

    @Test
    void shouldSayWhichAddressIsNone() {
        assertThat(run("--bootstrap-server", "localhost")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("'localhost'", "host:port");
    }

    @Test
    void shouldTakeSettingsFromAFileAndNameThoseWithoutEffect(@TempDir Path folder) throws IOException {
        List<String> clientIds = new ArrayList<>();
        broker.on(ApiKey.METADATA, request -> {
            clientIds.add(request.clientId());
            answerWith(request, node(1, broker.address(), null));
        });
        Path file = Files.writeString(folder.resolve("c.properties"), "client.id=me\nretries=3\n");

        int code = run("--bootstrap-server", broker.address().toString(), "--command-config", file.toString());

        assertThat(code).isZero();
        assertThat(clientIds).containsExactly("me");
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .endsWith(": retries");
    }

    @Test
    void shouldSayThatAFileIsMissing(@TempDir Path folder) {
        Path missing = folder.resolve("missing.properties");

        int code = run("--bootstrap-server", broker.address().toString(), "--command-config", missing.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(missing.toString());
    }

    @Test
    void shouldPrintItsVersionAndItsHelp() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("[0-9].*\\s+");

        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--bootstrap-server", "--command-config", "--format", "--version");
    }

    private int run(String... args) {
        return BrokerApiVersionsCommand.run(args, new PrintWriter(out), new PrintWriter(err));
    }

    private static void answerWith(Received request, MetadataResponseBroker... brokers) {
        request.connection().answer(request, new MetadataResponse().brokers(List.of(brokers)));
    }

    private static MetadataResponseBroker node(int id, BrokerAddress address, String rack) {
        return new MetadataResponseBroker()
                .nodeId(id)
                .host(address.host())
                .port(address.port())
                .rack(rack);
    }

    private static BrokerAddress nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new BrokerAddress("127.0.0.1", free.getLocalPort());
        }
    }
}
