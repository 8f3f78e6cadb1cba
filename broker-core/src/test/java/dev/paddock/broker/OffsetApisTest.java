package dev.paddock.broker;

import static dev.paddock.broker.RecordRequests.TIME;
import static dev.paddock.broker.RecordRequests.ask;
import static dev.paddock.broker.RecordRequests.batch;
import static dev.paddock.broker.RecordRequests.fetch;
import static dev.paddock.broker.RecordRequests.from;
import static dev.paddock.broker.RecordRequests.only;
import static dev.paddock.broker.RecordRequests.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.net.RawClient;
import dev.paddock.coordinator.topic.Leadership;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DeleteRecordsRequest;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import dev.paddock.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import dev.paddock.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import dev.paddock.protocol.message.DescribeLogDirsRequest;
import dev.paddock.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import dev.paddock.protocol.message.DescribeLogDirsResponse;
import dev.paddock.protocol.message.ListOffsetsRequest;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import dev.paddock.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import dev.paddock.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import dev.paddock.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import dev.paddock.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetApisTest {
    private static final int LIST_OFFSETS = ApiKey.LIST_OFFSETS.highestVersion();

    @TempDir
    private Path folder;

    private ServingHarness broker;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        broker = new ServingHarness(folder, Map.of());
        client = broker.connect();
        broker.create("orders", 1, Map.of());
        for (int i = 0; i < 3; i++) {
            ask(client, produce("orders", 0, 1, batch("a", "b")), 12);
        }
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    @Test
    void shouldFindOffsetsByNameAndTime() throws Exception {
        for (short version = 1; version <= LIST_OFFSETS; version++) {
            assertThat(list(-1, version).offset()).as("v%d", version).isEqualTo(6);
            assertThat(list(-2, version).offset()).isZero();
            assertThat(list(TIME, version).offset()).isZero();
            assertThat(list(TIME + 1, version).offset()).isEqualTo(1);
            assertThat(list(TIME + 1, version).timestamp()).isEqualTo(TIME + 1);
            assertThat(list(TIME + 2, version).offset()).isEqualTo(-1);
        }
    }

    @Test
    void shouldKnowTheNamesFromTheVersionsOnThatHaveThem() throws Exception {
        assertThat(list(-3, 7).offset()).isEqualTo(1);
        assertThat(list(-3, 7).timestamp()).isEqualTo(TIME + 1);
        assertThat(list(-3, 6).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
        assertThat(list(-4, 8).offset()).isZero();
        assertThat(list(-4, 7).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
        assertThat(list(-5, 9).offset()).isEqualTo(-1);
        assertThat(list(-5, 9).errorCode()).isZero();
        assertThat(list(-99, LIST_OFFSETS).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }

    @Test
    void shouldListTheStartsOfSegmentsToTheOldest() throws Exception {
        assertThat(oldStyle(-1, 10)).containsExactly(6, 0);
        assertThat(oldStyle(-1, 1)).containsExactly(6);
        assertThat(oldStyle(-2, 10)).containsExactly(0);
        assertThat(oldStyle(System.currentTimeMillis() + 60_000, 10)).containsExactly(6, 0);
        assertThat(oldStyle(1, 10)).isEmpty();
    }

    @Test
    void shouldRefusePartitionsNamedTwiceOrUnknownOrLedElsewhere() throws Exception {
        ListOffsetsPartition partition = new ListOffsetsPartition().timestamp(-1);
        ListOffsetsRequest twice = new ListOffsetsRequest()
                .topics(List.of(new ListOffsetsTopic().name("orders").partitions(List.of(partition, partition))));
        broker.put("other", 1, Map.of(), new Leadership(2, 0, List.of(2), 1), List.of(2));

        assertThat(ask(client, twice, 5).topics().get(0).partitions())
                .extracting(ListOffsetsPartitionResponse::errorCode)
                .containsOnly(ErrorCode.INVALID_REQUEST.code());
        assertThat(list("no-such", -1, 5).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(list("other", -1, 5).errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
    }

    @Test
    void shouldTellWhereLeaderEpochsEnd() throws Exception {
        broker.put("orders", 1, Map.of(), new Leadership(1, 4, List.of(1), 1), List.of(1));
        ask(client, produce("orders", 0, 1, batch("c")), 12);

        assertThat(epochEnd(0, -1)).isEqualTo("NONE 0@6");
        assertThat(epochEnd(2, -1)).isEqualTo("NONE 0@6");
        assertThat(epochEnd(4, 4)).isEqualTo("NONE 4@7");
        assertThat(epochEnd(9, -1)).isEqualTo("NONE -1@-1");
        assertThat(epochEnd(4, 3)).isEqualTo("FENCED_LEADER_EPOCH -1@-1");
        assertThat(epochEnd(4, 5)).isEqualTo("UNKNOWN_LEADER_EPOCH -1@-1");
    }

    @Test
    void shouldDeleteRecords() throws Exception {
        broker.create("compacted", 1, Map.of("cleanup.policy", "compact"));

        assertThat(delete("orders", 3)).isEqualTo("NONE 3");
        assertThat(only(ask(client, fetch("orders", from(0, 2)), 12)).errorCode())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        assertThat(list(-2, 5).offset()).isEqualTo(3);
        assertThat(delete("orders", 1)).isEqualTo("NONE 3");
        assertThat(delete("orders", 7)).isEqualTo("OFFSET_OUT_OF_RANGE -1");
        assertThat(delete("orders", -2)).isEqualTo("OFFSET_OUT_OF_RANGE -1");
        assertThat(delete("orders", -1)).isEqualTo("NONE 6");
        assertThat(delete("compacted", -1)).isEqualTo("POLICY_VIOLATION -1");
        assertThat(delete("no-such", -1)).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION -1");
        assertThat(delete("__consumer_offsets", -1)).isEqualTo("INVALID_TOPIC_EXCEPTION -1");
    }

    @Test
    void shouldDescribeLogDirs() throws Exception {
        DescribeLogDirsResponse all = ask(client, new DescribeLogDirsRequest().topics(null), 4);
        DescribeLogDirsResponse none = ask(
                client,
                new DescribeLogDirsRequest()
                        .topics(List.of(
                                new DescribableLogDirTopic().topic("orders").partitions(new int[] {7}))),
                4);

        assertThat(all.results()).singleElement().satisfies(dir -> {
            assertThat(dir.errorCode()).isZero();
            assertThat(dir.logDir()).isEqualTo(folder.toString());
            assertThat(dir.totalBytes()).isPositive();
            assertThat(dir.usableBytes()).isPositive();
            assertThat(dir.topics()).singleElement().satisfies(topic -> {
                assertThat(topic.name()).isEqualTo("orders");
                assertThat(topic.partitions().get(0).partitionSize())
                        .isEqualTo(3L * batch("a", "b").readableBytes());
            });
        });
        assertThat(none.results())
                .singleElement()
                .satisfies(dir -> assertThat(dir.topics()).isEmpty());
    }

    private ListOffsetsPartitionResponse list(long timestamp, int version) throws IOException {
        return list("orders", timestamp, version);
    }

    private ListOffsetsPartitionResponse list(String topic, long timestamp, int version) throws IOException {
        return ask(client, listing(topic, timestamp, 1), version)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    private static ListOffsetsRequest listing(String topic, long timestamp, int offsetsMax) {
        ListOffsetsPartition partition =
                new ListOffsetsPartition().timestamp(timestamp).maxNumOffsets(offsetsMax);
        return new ListOffsetsRequest()
                .replicaId(-1)
                .topics(List.of(new ListOffsetsTopic().name(topic).partitions(List.of(partition))));
    }

    private long[] oldStyle(long timestamp, int offsetsMax) throws IOException {
        return ask(client, listing("orders", timestamp, offsetsMax), 0)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .oldStyleOffsets();
    }

    private String epochEnd(int epoch, int currentEpoch) throws IOException {
        OffsetForLeaderPartition partition =
                new OffsetForLeaderPartition().leaderEpoch(epoch).currentLeaderEpoch(currentEpoch);
        EpochEndOffset end = ask(
                        client,
                        new OffsetForLeaderEpochRequest()
                                .topics(List.of(new OffsetForLeaderTopic()
                                        .topic("orders")
                                        .partitions(List.of(partition)))),
                        4)
                .topics()
                .get(0)
                .partitions()
                .get(0);
        return ErrorCode.forCode(end.errorCode()) + " " + end.leaderEpoch() + "@" + end.endOffset();
    }

    private String delete(String topic, long offset) throws IOException {
        DeleteRecordsPartitionResult result = ask(
                        client,
                        new DeleteRecordsRequest()
                                .timeoutMs(1000)
                                .topics(List.of(new DeleteRecordsTopic()
                                        .name(topic)
                                        .partitions(List.of(new DeleteRecordsPartition().offset(offset))))),
                        2)
                .topics()
                .get(0)
                .partitions()
                .get(0);
        return ErrorCode.forCode(result.errorCode()) + " " + result.lowWatermark();
    }
}
