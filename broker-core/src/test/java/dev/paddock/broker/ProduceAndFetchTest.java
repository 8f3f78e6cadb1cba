package dev.paddock.broker;

import static dev.paddock.broker.RecordRequests.ask;
import static dev.paddock.broker.RecordRequests.batch;
import static dev.paddock.broker.RecordRequests.fetch;
import static dev.paddock.broker.RecordRequests.from;
import static dev.paddock.broker.RecordRequests.only;
import static dev.paddock.broker.RecordRequests.produce;
import static dev.paddock.broker.RecordRequests.records;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.coordinator.topic.Leadership;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// house-style: long class because it is one list of what a partition answers, from many small tests on one broker
class ProduceAndFetchTest {
    private static final int PRODUCE = ApiKey.PRODUCE.highestVersion();
    private static final int PRODUCE_BY_NAME = 12;
    private static final int FETCH_BY_NAME = 12;

    @TempDir
    private Path folder;

    private ServingHarness broker;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        broker = new ServingHarness(folder, Map.of());
        client = broker.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    @Test
    void shouldServeWhatWasProducedInEveryVersion() throws Exception {
        Uuid id = broker.create("orders", 1, Map.of());
        List<String> expected = new ArrayList<>();
        for (short version = 0; version <= PRODUCE; version++) {
            byte magic = (byte) (version >= 3 ? 2 : version == 2 ? 1 : 0);
            ByteBuf records = batch(BatchSettings.of(magic, Compression.NONE, 0), "v" + version);
            ProduceRequest request = version >= 13 ? produce(id, 0, 1, records) : produce("orders", 0, 1, records);

            PartitionProduceResponse answer = only(ask(client, request, version));

            assertThat(answer.errorCode()).as("v%d", version).isZero();
            assertThat(answer.baseOffset()).isEqualTo(version);
            expected.add(version + ":v" + version);
        }
        for (short version = 0; version <= ApiKey.FETCH.highestVersion(); version++) {
            FetchRequest request = fetch("orders", from(0, 0));
            if (version >= 13) {
                request.topics().get(0).topicId(id);
            }

            FetchResponse response = ask(client, request, version);

            assertThat(response.errorCode()).isZero();
            assertThat(records(only(response))).as("v%d", version).isEqualTo(expected);
            assertThat(only(response).highWatermark()).isEqualTo(expected.size());
            assertThat(only(response).records().buffer().getByte(16))
                    .isEqualTo((byte) (version >= 4 ? 2 : version >= 2 ? 1 : 0));
        }
    }

    @Test
    void shouldServeFromTheFileWhatIsNotInMemory() throws Exception {
        broker.close();
        broker = new ServingHarness(folder, Map.of("paddock.tail.bytes", "0"));
        client = broker.connect();
        broker.create("orders", 1, Map.of("segment.bytes", "1000"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ask(client, produce("orders", 0, -1, batch("a value of some length " + i)), PRODUCE_BY_NAME);
            expected.add(i + ":a value of some length " + i);
        }

        List<String> seen = new ArrayList<>();
        while (seen.size() < expected.size()) {
            PartitionData answer = only(ask(client, fetch("orders", from(0, seen.size())), FETCH_BY_NAME));
            assertThat(answer.errorCode()).isZero();
            assertThat(records(answer)).isNotEmpty();
            seen.addAll(records(answer));
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(records(only(ask(client, fetch("orders", from(0, 0)), 1)))).contains("0:a value of some length 0");
    }

    @Test
    void shouldGoOnAfterARestart() throws Exception {
        Uuid id = broker.create("orders", 1, Map.of());
        ask(client, produce("orders", 0, -1, batch("one", "two")), PRODUCE_BY_NAME);
        var topic = broker.topic("orders");

        broker.close();
        broker = new ServingHarness(folder, Map.of());
        client = broker.connect();
        broker.adopt(topic);

        PartitionData answer = only(ask(client, fetch("orders", from(0, 0)), FETCH_BY_NAME));
        assertThat(records(answer)).containsExactly("0:one", "1:two");
        assertThat(topic.id()).isEqualTo(id);
    }

    @Test
    void shouldWakeAFetchThatWaits() throws Exception {
        broker.create("orders", 3, Map.of());
        FetchRequest request =
                fetch("orders", from(0, 0), from(1, 0), from(2, 0)).maxWaitMs(20_000);
        client.send(7, request, FETCH_BY_NAME);
        TestServer.await("the fetch to wait", () -> waitingFetches() == 1);

        try (RawClient producer = broker.connect()) {
            ask(producer, produce("orders", 1, 1, batch("hello")), PRODUCE_BY_NAME);
        }

        FetchResponse response =
                (FetchResponse) client.readAnswer(ApiKey.FETCH, FETCH_BY_NAME).body();
        assertThat(records(response.responses().get(0).partitions().get(1))).containsExactly("0:hello");
        assertThat(response.responses().get(0).partitions().get(0).highWatermark())
                .isZero();
        assertThat(waitingFetches()).isZero();
    }

    @Test
    void shouldWaitForAsManyBytesAsAreWanted() throws Exception {
        broker.create("orders", 2, Map.of());
        int size = batch("hello").readableBytes();
        client.send(7, fetch("orders", from(0, 0), from(1, 0)).maxWaitMs(20_000).minBytes(2 * size), FETCH_BY_NAME);
        TestServer.await("the fetch to wait", () -> waitingFetches() == 1);

        try (RawClient producer = broker.connect()) {
            ask(producer, produce("orders", 0, 1, batch("hello")), PRODUCE_BY_NAME);
            assertThat(waitingFetches()).isEqualTo(1);
            ask(producer, produce("orders", 1, 1, batch("world")), PRODUCE_BY_NAME);
        }

        FetchResponse response =
                (FetchResponse) client.readAnswer(ApiKey.FETCH, FETCH_BY_NAME).body();
        assertThat(records(response.responses().get(0).partitions().get(0))).containsExactly("0:hello");
        assertThat(records(response.responses().get(0).partitions().get(1))).containsExactly("0:world");
    }

    @Test
    void shouldAnswerAFetchThatWaitedInVain() throws Exception {
        broker.create("orders", 2, Map.of());

        FetchResponse response =
                ask(client, fetch("orders", from(0, 0), from(1, 0)).maxWaitMs(30), FETCH_BY_NAME);

        assertThat(response.responses().get(0).partitions())
                .allSatisfy(partition -> assertThat(partition.errorCode()).isZero());
        assertThat(records(only(response))).isEmpty();
    }

    @Test
    void shouldEndWaitsBeforeItStops() throws Exception {
        broker.create("orders", 1, Map.of());
        client.send(7, fetch("orders", from(0, 0)).maxWaitMs(60_000), FETCH_BY_NAME);
        TestServer.await("the fetch to wait", () -> waitingFetches() == 1);

        broker.service().endWaits();

        assertThat(client.readAnswer(ApiKey.FETCH, FETCH_BY_NAME)).isNotNull();
    }

    @Test
    void shouldAnswerEachPartitionForItself() throws Exception {
        broker.create("orders", 2, Map.of());
        List<PartitionProduceData> data = List.of(
                new PartitionProduceData().index(1).records(Records.of(batch("one"))),
                new PartitionProduceData().index(5).records(Records.of(batch("five"))),
                new PartitionProduceData().index(0).records(Records.of(damaged())));
        ProduceRequest request = new ProduceRequest()
                .acks((short) -1)
                .timeoutMs(1000)
                .topicData(List.of(
                        new TopicProduceData().name("orders").partitionData(data),
                        new TopicProduceData()
                                .name("no-such")
                                .partitionData(List.of(
                                        new PartitionProduceData().index(0).records(Records.of(batch("none")))))));

        ProduceResponse response = ask(client, request, PRODUCE_BY_NAME);

        assertThat(response.responses().get(0).partitionResponses())
                .extracting(PartitionProduceResponse::errorCode)
                .containsExactly(
                        ErrorCode.NONE.code(),
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code(),
                        ErrorCode.CORRUPT_MESSAGE.code());
        assertThat(response.responses().get(1).partitionResponses().get(0).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void shouldRefuseUnknownAcksAndInternalTopics() throws Exception {
        broker.create("orders", 1, Map.of());
        broker.create("__consumer_offsets", 1, Map.of());

        assertThat(only(ask(client, produce("orders", 0, 2, batch("x")), PRODUCE_BY_NAME))
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUIRED_ACKS.code());
        assertThat(only(ask(client, produce("__consumer_offsets", 0, 1, batch("x")), PRODUCE_BY_NAME))
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
        assertThat(only(ask(client, produce(Uuid.random(), 0, 1, batch("x")), 13))
                        .errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void shouldCloseTheConnectionWhereRecordsWithoutAcksFail() throws Exception {
        broker.create("orders", 1, Map.of());
        client.send(1, produce("orders", 0, 0, batch("fine")), PRODUCE_BY_NAME);
        FetchRequest request = fetch("orders", from(0, 0)).maxWaitMs(20_000);
        assertThat(records(only(ask(client, request, FETCH_BY_NAME)))).containsExactly("0:fine");

        client.send(2, produce("orders", 7, 0, batch("lost")), PRODUCE_BY_NAME);

        assertThat(client.isClosedByPeer()).isTrue();
    }

    @Test
    void shouldAnswerDuplicatesWithTheirFirstOffset() throws Exception {
        broker.create("orders", 1, Map.of());
        BatchSettings first = RecordRequests.plain().with(new BatchSettings.Producer(9, (short) 0, 0, false));
        BatchSettings third = RecordRequests.plain().with(new BatchSettings.Producer(9, (short) 0, 5, false));

        assertThat(only(ask(client, produce("orders", 0, -1, batch("x")), PRODUCE_BY_NAME))
                        .baseOffset())
                .isZero();
        for (int i = 0; i < 2; i++) {
            PartitionProduceResponse answer =
                    only(ask(client, produce("orders", 0, -1, batch(first, "a", "b")), PRODUCE_BY_NAME));
            assertThat(answer.errorCode()).isZero();
            assertThat(answer.baseOffset()).isEqualTo(1);
        }
        assertThat(only(ask(client, produce("orders", 0, -1, batch(third, "c")), PRODUCE_BY_NAME))
                        .errorCode())
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code());
    }

    @Test
    void shouldKeepTheOrderOfRequestsWhileALogIsOpened() throws Exception {
        broker.create("orders", 1, Map.of());
        for (int i = 0; i < 20; i++) {
            client.send(i, produce("orders", 0, 1, batch("r" + i)), PRODUCE_BY_NAME);
        }
        for (int i = 0; i < 20; i++) {
            RawClient.Answer answer = client.readAnswer(ApiKey.PRODUCE, PRODUCE_BY_NAME);
            assertThat(answer.correlationId()).isEqualTo(i);
            assertThat(only((ProduceResponse) answer.body()).baseOffset()).isEqualTo(i);
        }
    }

    @Test
    void shouldWaitForReplicasAndGiveUpInTime() throws Exception {
        Leadership two = new Leadership(1, 0, List.of(1, 2), 1);
        broker.put("orders", 1, Map.of(), two, List.of(1, 2));
        ProduceRequest impatient = produce("orders", 0, -1, batch("x")).timeoutMs(30);
        assertThat(only(ask(client, impatient, PRODUCE_BY_NAME)).errorCode())
                .isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());
        client.send(3, produce("orders", 0, -1, batch("y")).timeoutMs(60_000), PRODUCE_BY_NAME);
        TestServer.await("the produce to wait", () -> broker.gauge("paddock_produces_waiting") == 1);
        assertThat(broker.server().network().admission().requests()).isZero();

        broker.put("orders", 1, Map.of(), new Leadership(1, 0, List.of(1), 1), List.of(1, 2));

        RawClient.Answer answer = client.readAnswer(ApiKey.PRODUCE, PRODUCE_BY_NAME);
        assertThat(only((ProduceResponse) answer.body()).errorCode()).isZero();
        assertThat(only((ProduceResponse) answer.body()).baseOffset()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhereTooFewReplicasAreInSync() throws Exception {
        broker.put("orders", 1, Map.of("min.insync.replicas", "2"), new Leadership(1, 0, List.of(1), 1), List.of(1, 2));

        assertThat(only(ask(client, produce("orders", 0, -1, batch("x")), PRODUCE_BY_NAME))
                        .errorCode())
                .isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS.code());
        assertThat(only(ask(client, produce("orders", 0, 1, batch("x")), PRODUCE_BY_NAME))
                        .errorCode())
                .isZero();
    }

    @Test
    void shouldSendClientsToTheLeader() throws Exception {
        broker.put("orders", 1, Map.of(), new Leadership(2, 3, List.of(1, 2), 1), List.of(1, 2));
        broker.put("elsewhere", 1, Map.of(), new Leadership(2, 3, List.of(2), 1), List.of(2));

        for (String topic : List.of("orders", "elsewhere")) {
            PartitionProduceResponse produced = only(ask(client, produce(topic, 0, 1, batch("x")), PRODUCE_BY_NAME));
            PartitionData fetched = only(ask(client, fetch(topic, from(0, 0)), FETCH_BY_NAME));

            assertThat(produced.errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
            assertThat(produced.currentLeader().leaderId()).isEqualTo(2);
            assertThat(fetched.errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
            assertThat(fetched.currentLeader().leaderEpoch()).isEqualTo(3);
        }
    }

    @Test
    void shouldCheckLeaderEpochsAndOffsets() throws Exception {
        broker.put("orders", 1, Map.of(), new Leadership(1, 5, List.of(1), 1), List.of(1));
        ask(client, produce("orders", 0, 1, batch("x")), PRODUCE_BY_NAME);

        assertThat(errorOf(from(0, 0).currentLeaderEpoch(4))).isEqualTo(ErrorCode.FENCED_LEADER_EPOCH);
        assertThat(errorOf(from(0, 0).currentLeaderEpoch(6))).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH);
        assertThat(errorOf(from(0, 0).currentLeaderEpoch(5))).isEqualTo(ErrorCode.NONE);
        assertThat(errorOf(from(0, 2))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(errorOf(from(0, -1))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        assertThat(errorOf(from(9, 0))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(errorOf(from(0, 1).lastFetchedEpoch(9))).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
        broker.put("orders", 1, Map.of(), new Leadership(1, 8, List.of(1), 1), List.of(1));
        ask(client, produce("orders", 0, 1, batch("y")), PRODUCE_BY_NAME);
        PartitionData diverging = only(ask(client, fetch("orders", from(0, 2).lastFetchedEpoch(6)), FETCH_BY_NAME));
        assertThat(diverging.divergingEpoch().epoch()).isEqualTo(5);
        assertThat(diverging.divergingEpoch().endOffset()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheBoundsOfAResponse() throws Exception {
        broker.create("orders", 2, Map.of());
        String value = "x".repeat(1000);
        for (int i = 0; i < 3; i++) {
            ask(client, produce("orders", 0, 1, batch(value)), PRODUCE_BY_NAME);
            ask(client, produce("orders", 1, 1, batch(value)), PRODUCE_BY_NAME);
        }
        int size = batch(value).readableBytes();

        assertThat(counts(fetch("orders", from(0, 0), from(1, 0)).maxBytes(1))).containsExactly(1, 0);
        assertThat(counts(fetch("orders", from(1, 0), from(0, 0)).maxBytes(2 * size)))
                .containsExactly(2, 0);
        assertThat(counts(fetch("orders", from(0, 0), from(1, 0)).maxBytes(5 * size)))
                .containsExactly(3, 2);
        assertThat(counts(fetch("orders", from(0, 0).partitionMaxBytes(size + 1), from(1, 0))))
                .containsExactly(1, 3);
        assertThat(counts(fetch(
                        "orders", from(0, 0).partitionMaxBytes(1), from(1, 0).partitionMaxBytes(1))))
                .containsExactly(1, 0);
    }

    @Test
    void shouldFetchWithinASession() throws Exception {
        Uuid id = broker.create("orders", 3, Map.of());
        FetchRequest full = fetch("", from(0, 0), from(1, 0), from(2, 0)).sessionEpoch(0);
        full.topics().get(0).topicId(id);
        FetchResponse first = ask(client, full, 16);
        ask(client, produce(id, 2, 1, batch("hello")), 13);
        FetchRequest next = new FetchRequest()
                .sessionId(first.sessionId())
                .sessionEpoch(1)
                .minBytes(1)
                .maxWaitMs(20_000);

        FetchResponse second = ask(client, next, 16);
        FetchResponse again = ask(client, next, 16);

        assertThat(first.sessionId()).isPositive();
        assertThat(first.responses().get(0).partitions()).hasSize(3);
        assertThat(second.responses()).singleElement().satisfies(topic -> {
            assertThat(topic.topicId()).isEqualTo(id);
            assertThat(topic.partitions()).hasSize(1);
        });
        assertThat(records(only(second))).containsExactly("0:hello");
        assertThat(again.errorCode()).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code());
    }

    @Test
    void shouldForgetTheRecordsOfADeletedTopic() throws Exception {
        broker.create("orders", 1, Map.of());
        ask(client, produce("orders", 0, 1, batch("old")), PRODUCE_BY_NAME);
        client.send(4, fetch("orders", from(0, 1)).maxWaitMs(60_000), FETCH_BY_NAME);
        TestServer.await("the fetch to wait", () -> waitingFetches() == 1);

        broker.delete("orders");

        FetchResponse woken =
                (FetchResponse) client.readAnswer(ApiKey.FETCH, FETCH_BY_NAME).body();
        assertThat(only(woken).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        broker.create("orders", 1, Map.of());
        assertThat(only(ask(client, produce("orders", 0, 1, batch("new")), PRODUCE_BY_NAME))
                        .baseOffset())
                .isZero();
        assertThat(records(only(ask(client, fetch("orders", from(0, 0)), FETCH_BY_NAME))))
                .containsExactly("0:new");
    }

    @Test
    void shouldFollowATopicsSettings() throws Exception {
        broker.create("orders", 1, Map.of());
        ask(client, produce("orders", 0, 1, batch("x".repeat(500))), PRODUCE_BY_NAME);

        broker.create("orders", 1, Map.of("max.message.bytes", "100", "message.timestamp.type", "LogAppendTime"));

        assertThat(only(ask(client, produce("orders", 0, 1, batch("x".repeat(500))), PRODUCE_BY_NAME))
                        .errorCode())
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE.code());
        PartitionProduceResponse stamped = only(ask(client, produce("orders", 0, 1, batch("y")), PRODUCE_BY_NAME));
        assertThat(stamped.errorCode()).isZero();
        assertThat(stamped.logAppendTimeMs()).isGreaterThan(RecordRequests.TIME);
    }

    private ErrorCode errorOf(FetchRequest.FetchPartition partition) throws IOException {
        return ErrorCode.forCode(
                only(ask(client, fetch("orders", partition), FETCH_BY_NAME)).errorCode());
    }

    private List<Integer> counts(FetchRequest request) throws IOException {
        FetchResponse response = ask(client, request, FETCH_BY_NAME);
        return response.responses().get(0).partitions().stream()
                .map(partition -> records(partition).size())
                .toList();
    }

    private long waitingFetches() {
        return broker.gauge("paddock_fetches_waiting");
    }

    private static ByteBuf damaged() {
        ByteBuf batch = batch("damaged");
        batch.setByte(BatchView.HEADER_BYTES_V2 + 5, batch.getByte(BatchView.HEADER_BYTES_V2 + 5) + 1);
        return batch;
    }
}
