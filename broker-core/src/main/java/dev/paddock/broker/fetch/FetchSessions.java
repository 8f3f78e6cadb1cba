package dev.paddock.broker.fetch;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchRequest.FetchPartition;
import dev.paddock.protocol.message.FetchRequest.FetchTopic;
import dev.paddock.protocol.message.FetchRequest.ForgottenTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The rules of KIP-227: which session a fetch belongs to, and whether it may. Any event loop.
 *
 * <pre>
 *   session epoch   0  a full request; ends the session it names, and begins a new one
 *                  -1  a full request outside of any session; ends the one it names
 *                   n  an incremental request, which has to be the next of its session
 * </pre>
 */
public final class FetchSessions {
    private static final short FIRST_WITH_TOPIC_IDS = 13;

    private final FetchSessionCache cache;

    /** @param randomId any int */
    public FetchSessions(int sessionsMax, IntSupplier randomId) {
        cache = new FetchSessionCache(sessionsMax, randomId);
    }

    public int sessions() {
        return cache.sessions();
    }

    public long partitions() {
        return cache.partitions();
    }

    public long evictions() {
        return cache.evictions();
    }

    public FetchContext open(FetchRequest request, short version, boolean follower, long nowMs) {
        int epoch = request.sessionEpoch();
        boolean usesTopicIds = version >= FIRST_WITH_TOPIC_IDS;
        if (epoch == FetchSession.INITIAL_EPOCH || epoch == FetchSession.FINAL_EPOCH) {
            if (request.sessionId() != FetchSessionCache.NO_SESSION) {
                cache.remove(request.sessionId());
            }
            List<WantedPartition> wanted = wanted(request, usesTopicIds);
            return epoch == FetchSession.FINAL_EPOCH
                    ? new FetchContext.Sessionless(wanted)
                    : new FetchContext.Full(cache, follower, usesTopicIds, wanted);
        }
        return continued(request, usesTopicIds, nowMs);
    }

    private FetchContext continued(FetchRequest request, boolean usesTopicIds, long nowMs) {
        FetchSession session = cache.get(request.sessionId());
        if (session == null) {
            return new FetchContext.Refused(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
        }
        if (!session.isAt(request.sessionEpoch())) {
            return new FetchContext.Refused(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        }
        if (session.usesTopicIds() != usesTopicIds) {
            return new FetchContext.Refused(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        List<WantedPartition> changed = wanted(request, usesTopicIds);
        if (!session.update(request.sessionEpoch(), changed, forgotten(request, usesTopicIds))) {
            return new FetchContext.Refused(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        }
        List<WantedPartition> wanted = session.wanted();
        if (wanted.isEmpty()) {
            cache.remove(session.id());
            return new FetchContext.Sessionless(wanted);
        }
        cache.touch(session, wanted.size(), nowMs);
        return new FetchContext.Incremental(session, request.sessionEpoch(), wanted);
    }

    private static List<WantedPartition> wanted(FetchRequest request, boolean usesTopicIds) {
        List<WantedPartition> all = new ArrayList<>();
        for (FetchTopic topic : request.topics()) {
            String name = usesTopicIds ? null : topic.topic();
            Uuid id = usesTopicIds ? topic.topicId() : Uuid.ZERO;
            for (FetchPartition partition : topic.partitions()) {
                all.add(new WantedPartition(
                        name,
                        id,
                        partition.partition(),
                        partition.currentLeaderEpoch(),
                        partition.fetchOffset(),
                        partition.lastFetchedEpoch(),
                        partition.logStartOffset(),
                        partition.partitionMaxBytes()));
            }
        }
        return all;
    }

    private static List<FetchSession.Key> forgotten(FetchRequest request, boolean usesTopicIds) {
        List<FetchSession.Key> all = new ArrayList<>();
        for (ForgottenTopic topic : request.forgottenTopicsData()) {
            String name = usesTopicIds ? null : topic.topic();
            Uuid id = usesTopicIds ? topic.topicId() : Uuid.ZERO;
            for (int partition : topic.partitions()) {
                all.add(new FetchSession.Key(id, name, partition));
            }
        }
        return all;
    }
}
