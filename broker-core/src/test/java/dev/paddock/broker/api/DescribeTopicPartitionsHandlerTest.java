package dev.paddock.broker.api;

import static dev.paddock.broker.net.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.metrics.RequestMetrics;
import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.broker.topic.TestTopics;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest.Cursor;
import dev.paddock.protocol.message.DescribeTopicPartitionsRequest.TopicRequest;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse;
import dev.paddock.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics a page at a time. Broker 1 listens on PLAINTEXT, broker 2 only on INTERNAL. */
class DescribeTopicPartitionsHandlerTest {
    private static final int PAGE_MAX = 4;

    private final TestTopics topics = new TestTopics("max.request.partition.size.limit", Integer.toString(PAGE_MAX));
    private final TestServer server = new TestServer(
            new RequestDispatcher(ApiRegistry.ofBroker(topics::topics, List.of()), new RequestMetrics()));

    @BeforeEach
    void create() {
        create("a", 3, List.of(1));
        create("b", 3, List.of(1));
        create("c", 1, List.of(2, 1));
    }

    @AfterEach
    void stop() {
        server.close();
        topics.close();
    }

    @Test
    void shouldLeadThroughAllTopicsByTheCursor() throws Exception {
        for (int limit = 1; limit <= PAGE_MAX + 1; limit++) {
            List<String> seen = new ArrayList<>();
            Cursor cursor = null;
            int pages = 0;
            do {
                DescribeTopicPartitionsResponse page = ask(request(limit).cursor(cursor));
                List<String> told = partitions(page);
                assertThat(told).hasSizeLessThanOrEqualTo(Math.min(limit, PAGE_MAX));
                seen.addAll(told);
                cursor = page.nextCursor() == null
                        ? null
                        : new Cursor()
                                .topicName(page.nextCursor().topicName())
                                .partitionIndex(page.nextCursor().partitionIndex());
                pages++;
            } while (cursor != null);

            assertThat(seen).containsExactly("a-0", "a-1", "a-2", "b-0", "b-1", "b-2", "c-0");
            assertThat(pages).isEqualTo((int) Math.ceil(7.0 / Math.min(limit, PAGE_MAX)));
        }
    }

    @Test
    void shouldTellOfThoseThatAreAskedForAndWhyNotOfOthers() throws Exception {
        DescribeTopicPartitionsResponse response = ask(request(100, "no spaces", "missing", "b"));

        assertThat(response.nextCursor()).isNull();
        assertThat(response.topics())
                .extracting(topic -> topic.name() + " " + ErrorCode.forCode(topic.errorCode()))
                .containsExactly("b NONE", "missing UNKNOWN_TOPIC_OR_PARTITION", "no spaces INVALID_TOPIC_EXCEPTION");
        assertThat(response.topics().get(0).topicId())
                .isEqualTo(topics.topics().catalog().table().topic("b").id());
        assertThat(topics.topics().catalog().table().topic("missing")).isNull();
    }

    @Test
    void shouldTellOfAPartitionWhoseLeaderIsNotOnTheListener() throws Exception {
        assertThat(ask(request(100, "c")).topics()).singleElement().satisfies(topic -> {
            int everything = 0xdf8;
            assertThat(topic.topicAuthorizedOperations()).isEqualTo(everything);
            assertThat(topic.partitions()).singleElement().satisfies(partition -> {
                assertThat(partition.errorCode()).isZero();
                assertThat(partition.leaderId()).isEqualTo(-1);
                assertThat(partition.replicaNodes()).containsExactly(2, 1);
                assertThat(partition.isrNodes()).containsExactly(2);
                assertThat(partition.offlineReplicas()).containsExactly(2);
                assertThat(partition.eligibleLeaderReplicas()).isEmpty();
            });
        });
    }

    @Test
    void shouldRefuseACursorThatPointsNowhere() throws Exception {
        Cursor elsewhere = new Cursor().topicName("b");
        Cursor negative = new Cursor().topicName("a").partitionIndex(-1);
        Cursor behind = new Cursor().topicName("a").partitionIndex(Integer.MAX_VALUE);

        assertThat(ask(request(100, "a").cursor(elsewhere)).topics())
                .extracting(DescribeTopicPartitionsResponseTopic::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
        assertThat(ask(request(100, "a").cursor(negative)).topics())
                .extracting(DescribeTopicPartitionsResponseTopic::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
        assertThat(partitions(ask(request(100, "a", "c").cursor(behind)))).containsExactly("c-0");
    }

    private void create(String name, int partitions, List<Integer> replicas) {
        topics.topics()
                .store()
                .createTopic(name, Uuid.random(), Collections.nCopies(partitions, replicas), Map.of())
                .join();
        await(name, () -> {
            Topic topic = topics.topics().catalog().table().topic(name);
            return topic != null && topic.partition(partitions - 1).hasLeader();
        });
    }

    private static DescribeTopicPartitionsRequest request(int limit, String... names) {
        return new DescribeTopicPartitionsRequest()
                .responsePartitionLimit(limit)
                .topics(Arrays.stream(names)
                        .map(name -> new TopicRequest().name(name))
                        .toList());
    }

    private DescribeTopicPartitionsResponse ask(DescribeTopicPartitionsRequest request) throws Exception {
        return RawClient.ask(server.port(), request, 0);
    }

    private static List<String> partitions(DescribeTopicPartitionsResponse response) {
        return response.topics().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(partition -> topic.name() + "-" + partition.partitionIndex()))
                .toList();
    }
}
