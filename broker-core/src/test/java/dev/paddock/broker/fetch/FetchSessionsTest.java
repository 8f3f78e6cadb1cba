package dev.paddock.broker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchRequest.FetchPartition;
import dev.paddock.protocol.message.FetchRequest.FetchTopic;
import dev.paddock.protocol.message.FetchRequest.ForgottenTopic;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

// house-style: long class because it is one list of the rules of KIP-227
class FetchSessionsTest {
    private static final short BY_NAME = 12;
    private static final short BY_ID = 13;
    private static final long T0 = 1_000_000;

    private final AtomicInteger ids = new AtomicInteger();
    private final FetchSessions sessions = new FetchSessions(2, ids::incrementAndGet);

    @Test
    void shouldAnswerAllOfAFullRequestAndOnlyNewsAfterwards() {
        // given
        FetchResponse first = answer(full(0, 0, "a", 3), partition -> told(partition, 5, 0));
        int id = first.sessionId();

        // when
        FetchContext second = sessions.open(request(id, 1), BY_NAME, false, T0);
        FetchResponse news = second.answer(answers(second, p -> told(p, p.partition() == 1 ? 6 : 5, 0)), T0);
        FetchResponse silence = answer(request(id, 2), p -> told(p, p.partition() == 1 ? 6 : 5, 0));

        // then
        assertThat(id).isPositive();
        assertThat(partitions(first)).containsExactly(0, 1, 2);
        assertThat(second.wanted()).hasSize(3);
        assertThat(partitions(news)).containsExactly(1);
        assertThat(partitions(silence)).isEmpty();
        assertThat(silence.sessionId()).isEqualTo(id);
    }

    @Test
    void shouldTellRecordsErrorsStartOffsetsAndTheEndOfAnError() {
        int id = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();

        FetchResponse startMoved = answer(request(id, 1), p -> told(p, 5, 2));
        FetchResponse failed =
                answer(request(id, 2), p -> told(p, -1, 2).errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()));
        FetchResponse failedAgain =
                answer(request(id, 3), p -> told(p, -1, 2).errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()));
        FetchResponse well = answer(request(id, 4), p -> told(p, 5, 2));
        FetchResponse diverging = answer(
                request(id, 5),
                p -> told(p, 5, 2)
                        .divergingEpoch(
                                new FetchResponse.EpochEndOffset().epoch(1).endOffset(3)));

        for (FetchResponse response : List.of(startMoved, failed, failedAgain, well, diverging)) {
            assertThat(partitions(response)).containsExactly(0);
        }
    }

    @Test
    void shouldServePartitionsThatHadRecordsLastNextTime() {
        int id = answer(full(0, 0, "a", 3), p -> told(p, 5, 0)).sessionId();

        FetchResponse withRecords = answer(request(id, 1), p -> p.partition() == 0 ? withRecords(p) : told(p, 5, 0));
        FetchContext next = sessions.open(request(id, 2), BY_NAME, false, T0);

        assertThat(partitions(withRecords)).containsExactly(0);
        assertThat(next.wanted()).extracting(WantedPartition::partition).containsExactly(1, 2, 0);
        withRecords.release();
    }

    @Test
    void shouldAddChangeAndForgetPartitions() {
        int id = answer(full(0, 0, "a", 2), p -> told(p, 5, 0)).sessionId();
        FetchRequest change = request(id, 1)
                .topics(List.of(topic("b", 7), topic("a", 1, 99)))
                .forgottenTopicsData(List.of(new ForgottenTopic().topic("a").partitions(new int[] {0})));

        FetchContext context = sessions.open(change, BY_NAME, false, T0);

        assertThat(context.wanted())
                .extracting(wanted -> wanted.topic() + wanted.partition() + "@" + wanted.offset())
                .containsExactly("a1@99", "b7@0");
    }

    @Test
    void shouldRefuseWhatIsNotTheNextRequestOfASession() {
        int id = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();

        assertThat(sessions.open(request(id + 1, 1), BY_NAME, false, T0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.open(request(id, 2), BY_NAME, false, T0).error())
                .isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(sessions.open(request(id, 1), BY_ID, false, T0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
        assertThat(sessions.open(request(id, 1), BY_NAME, false, T0).error()).isEqualTo(ErrorCode.NONE);
        assertThat(sessions.open(request(id, 1), BY_NAME, false, T0).error())
                .isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    }

    @Test
    void shouldRefuseTheAnswerOfASessionThatMovedOnAndGiveItsRecordsBack() {
        // given
        int id = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();
        FetchContext slow = sessions.open(request(id, 1), BY_NAME, false, T0);
        sessions.open(request(id, 2), BY_NAME, false, T0);
        ByteBuf records = Unpooled.buffer().writeLong(1);

        // when
        FetchResponse response = slow.answer(List.of(new PartitionData().records(Records.of(records))), T0);

        // then
        assertThat(response.errorCode()).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code());
        assertThat(records.refCnt()).isZero();
    }

    @Test
    void shouldEndTheSessionThatAFullRequestNames() {
        int id = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();

        FetchResponse outside = answer(full(id, -1, "a", 1), p -> told(p, 5, 0));

        assertThat(outside.sessionId()).isZero();
        assertThat(partitions(outside)).containsExactly(0);
        assertThat(sessions.sessions()).isZero();
        assertThat(sessions.open(request(id, 1), BY_NAME, false, T0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void shouldEndASessionOfWhichNothingIsLeft() {
        int id = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();
        FetchRequest forget = request(id, 1)
                .forgottenTopicsData(List.of(new ForgottenTopic().topic("a").partitions(new int[] {0})));

        FetchResponse response = answer(forget, p -> told(p, 5, 0));

        assertThat(response.sessionId()).isZero();
        assertThat(sessions.sessions()).isZero();
    }

    @Test
    void shouldKnowPartitionsByTheirTopicsId() {
        Uuid topicId = Uuid.random();
        FetchTopic topic = new FetchTopic()
                .topicId(topicId)
                .partitions(List.of(new FetchPartition().partition(4).partitionMaxBytes(10)));
        FetchContext first = sessions.open(new FetchRequest().sessionEpoch(0).topics(List.of(topic)), BY_ID, false, T0);
        int id = first.answer(answers(first, p -> told(p, 5, 0)), T0).sessionId();
        FetchRequest forget = request(id, 1)
                .topics(List.of(new FetchTopic()
                        .topicId(topicId)
                        .partitions(List.of(new FetchPartition().partition(5).partitionMaxBytes(10)))))
                .forgottenTopicsData(
                        List.of(new ForgottenTopic().topicId(topicId).partitions(new int[] {4})));

        FetchContext second = sessions.open(forget, BY_ID, false, T0);

        assertThat(second.wanted()).singleElement().satisfies(wanted -> {
            assertThat(wanted.partition()).isEqualTo(5);
            assertThat(wanted.topicId()).isEqualTo(topicId);
            assertThat(wanted.topic()).isNull();
        });
    }

    @Test
    void shouldGoOnWithoutASessionWhenThereIsNoPlace() {
        answer(full(0, 0, "a", 1), p -> told(p, 5, 0));
        answer(full(0, 0, "b", 1), p -> told(p, 5, 0));

        FetchResponse third = answer(full(0, 0, "c", 5), p -> told(p, 5, 0));

        assertThat(third.sessionId()).isZero();
        assertThat(partitions(third)).hasSize(5);
        assertThat(sessions.sessions()).isEqualTo(2);
    }

    @Test
    void shouldGiveUpAStaleSessionForAnyOther() {
        int stale = answer(full(0, 0, "a", 9), p -> told(p, 5, 0)).sessionId();
        long later = T0 + FetchSessionCache.EVICTION_MS;
        int fresh = answerAt(later, full(0, 0, "b", 1), false).sessionId();

        int third = answerAt(later + 1, full(0, 0, "c", 1), false).sessionId();

        assertThat(third).isPositive();
        assertThat(sessions.open(request(stale, 1), BY_NAME, false, later + 1).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.open(request(fresh, 1), BY_NAME, false, later + 1).error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(sessions.evictions()).isEqualTo(1);
        assertThat(sessions.partitions()).isEqualTo(2);
    }

    @Test
    void shouldGiveUpAConsumersSessionForAFollower() {
        int small = answer(full(0, 0, "a", 1), p -> told(p, 5, 0)).sessionId();
        int large = answer(full(0, 0, "b", 4), p -> told(p, 5, 0)).sessionId();

        int follower = answerAt(T0, full(0, 0, "c", 1), true).sessionId();

        assertThat(follower).isPositive();
        assertThat(sessions.open(request(small, 1), BY_NAME, false, T0).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        assertThat(sessions.open(request(large, 1), BY_NAME, false, T0).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void shouldGiveUpAnOldSmallSessionForALargerButNotForASmallerOne() {
        int small = answer(full(0, 0, "a", 2), p -> told(p, 5, 0)).sessionId();
        int large = answer(full(0, 0, "b", 4), p -> told(p, 5, 0)).sessionId();
        long grown = T0 + FetchSessionCache.EVICTION_MS + 1;
        long between = T0 + FetchSessionCache.EVICTION_MS / 2;
        answerAt(between, request(small, 1), false);
        answerAt(between, request(large, 1), false);
        answerAt(grown, request(small, 2), false);
        answerAt(grown, request(large, 2), false);

        int smaller = answerAt(grown, full(0, 0, "c", 1), false).sessionId();
        int larger = answerAt(grown, full(0, 0, "d", 3), false).sessionId();

        assertThat(smaller).isZero();
        assertThat(larger).isPositive();
        assertThat(sessions.open(request(small, 3), BY_NAME, false, grown).error())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnIdThatIsTakenOrNotPositive() {
        int[] drawn = {-5, 0, 7, 7, 8};
        AtomicInteger next = new AtomicInteger();
        FetchSessions some = new FetchSessions(10, () -> drawn[next.getAndIncrement()]);

        for (int expected : new int[] {7, 8}) {
            FetchContext context = some.open(full(0, 0, "a", 1), BY_NAME, false, T0);
            assertThat(context.answer(answers(context, p -> told(p, 5, 0)), T0).sessionId())
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldCountEpochsFromOneAgainAfterTheLargest() {
        assertThat(FetchSession.nextEpoch(0)).isEqualTo(1);
        assertThat(FetchSession.nextEpoch(Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(FetchSession.nextEpoch(-1)).isEqualTo(-1);
    }

    private FetchResponse answer(FetchRequest request, Function<WantedPartition, PartitionData> answer) {
        FetchContext context = sessions.open(request, BY_NAME, false, T0);
        return context.answer(answers(context, answer), T0);
    }

    private FetchResponse answerAt(long nowMs, FetchRequest request, boolean follower) {
        FetchContext context = sessions.open(request, BY_NAME, follower, nowMs);
        return context.answer(answers(context, p -> told(p, 5, 0)), nowMs);
    }

    private static List<PartitionData> answers(FetchContext context, Function<WantedPartition, PartitionData> answer) {
        List<PartitionData> all = new ArrayList<>();
        context.wanted().forEach(wanted -> all.add(answer.apply(wanted)));
        return all;
    }

    private static PartitionData told(WantedPartition wanted, long highWatermark, long startOffset) {
        return new PartitionData()
                .partitionIndex(wanted.partition())
                .highWatermark(highWatermark)
                .logStartOffset(startOffset);
    }

    private static PartitionData withRecords(WantedPartition wanted) {
        return told(wanted, 5, 0).records(Records.of(Unpooled.buffer().writeLong(1)));
    }

    private static List<Integer> partitions(FetchResponse response) {
        return response.responses().stream()
                .flatMap(topic -> topic.partitions().stream().map(PartitionData::partitionIndex))
                .toList();
    }

    private static FetchRequest full(int sessionId, int epoch, String topic, int partitions) {
        FetchPartition[] all = new FetchPartition[partitions];
        Arrays.setAll(all, index -> new FetchPartition().partition(index).partitionMaxBytes(100));
        return new FetchRequest()
                .sessionId(sessionId)
                .sessionEpoch(epoch)
                .topics(List.of(new FetchTopic().topic(topic).partitions(List.of(all))));
    }

    private static FetchRequest request(int sessionId, int epoch) {
        return new FetchRequest().sessionId(sessionId).sessionEpoch(epoch);
    }

    private static FetchTopic topic(String name, int partition) {
        return topic(name, partition, 0);
    }

    private static FetchTopic topic(String name, int partition, long offset) {
        return new FetchTopic()
                .topic(name)
                .partitions(List.of(new FetchPartition().partition(partition).fetchOffset(offset)));
    }
}
