package dev.paddock.broker.fetch;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import java.util.List;

/** One fetch request as its session sees it: what it asks for, and how its answer looks. */
public interface FetchContext {
    /** The error that the whole request is answered with; NONE when it may go on. */
    ErrorCode error();

    /** In the order in which they are to be served. */
    List<WantedPartition> wanted();

    /** The response from the answers, one for each wanted partition in their order, which it takes over. */
    FetchResponse answer(List<PartitionData> answers, long nowMs);

    /** A request that breaks the rules of sessions. */
    record Refused(ErrorCode error) implements FetchContext {
        @Override
        public List<WantedPartition> wanted() {
            return List.of();
        }

        @Override
        public FetchResponse answer(List<PartitionData> answers, long nowMs) {
            return new FetchResponse().errorCode(error.code());
        }
    }

    /** A request outside of any session. */
    record Sessionless(List<WantedPartition> wanted) implements FetchContext {
        @Override
        public ErrorCode error() {
            return ErrorCode.NONE;
        }

        @Override
        public FetchResponse answer(List<PartitionData> answers, long nowMs) {
            return new FetchResponse().responses(TopicAnswers.of(wanted, answers));
        }
    }

    /** A request that names all of its partitions, and begins a session if there is a place for one. */
    record Full(FetchSessionCache cache, boolean follower, boolean usesTopicIds, List<WantedPartition> wanted)
            implements FetchContext {
        @Override
        public ErrorCode error() {
            return ErrorCode.NONE;
        }

        @Override
        public FetchResponse answer(List<PartitionData> answers, long nowMs) {
            FetchSession session = cache.create(
                    follower,
                    wanted.size(),
                    nowMs,
                    id -> new FetchSession(id, follower, usesTopicIds, nowMs, FetchSession.told(wanted, answers)));
            return new FetchResponse()
                    .sessionId(session == null ? FetchSessionCache.NO_SESSION : session.id())
                    .responses(TopicAnswers.of(wanted, answers));
        }
    }

    /** A request within a session, which says only what has changed and hears only what is new. */
    record Incremental(FetchSession session, int epoch, List<WantedPartition> wanted) implements FetchContext {
        @Override
        public ErrorCode error() {
            return ErrorCode.NONE;
        }

        @Override
        public FetchResponse answer(List<PartitionData> answers, long nowMs) {
            FetchResponse response = new FetchResponse().sessionId(session.id());
            TopicAnswers news = session.news(epoch, wanted, answers);
            if (news == null) {
                answers.forEach(PartitionData::release);
                return response.errorCode(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code());
            }
            return response.responses(news.topics());
        }
    }
}
