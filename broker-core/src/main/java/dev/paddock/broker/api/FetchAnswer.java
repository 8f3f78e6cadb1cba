package dev.paddock.broker.api;

import dev.paddock.broker.fetch.FetchContext;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Fetch;
import dev.paddock.broker.partition.FetchFindings;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.LeaderIdAndEpoch;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** What becomes of one fetch request: it waits, and is answered. On whatever thread the fetch comes to its end. */
final class FetchAnswer implements Fetch.Listener {
    private static final short FIRST_WITH_LEADERS = 12;
    private static final short FIRST_WITH_ENDPOINTS = 16;

    private final Serving serving;
    private final RequestContext context;
    private final FetchContext session;
    private boolean waited;

    FetchAnswer(Serving serving, RequestContext context, FetchContext session) {
        this.serving = serving;
        this.context = context;
        this.session = session;
    }

    @Override
    public void waits() {
        waited = true;
        serving.traffic().waitingFetches(1);
        context.park();
    }

    @Override
    public void found(FetchFindings findings) {
        if (waited) {
            serving.traffic().waitingFetches(-1);
        }
        if (!findings.needsDisk()) {
            respond(findings);
            return;
        }
        try {
            serving.disk().execute(() -> respond(findings));
        } catch (RejectedExecutionException e) {
            findings.release();
            context.disconnect("the broker is stopping");
        }
    }

    private void respond(FetchFindings findings) {
        List<PartitionData> answers = findings.answers();
        Set<Integer> leaders = context.version() >= FIRST_WITH_LEADERS ? nameLeaders(answers) : Set.of();
        serving.traffic().fetched(findings.bytes());
        FetchResponse response = session.answer(answers, System.currentTimeMillis());
        if (context.version() >= FIRST_WITH_ENDPOINTS && !leaders.isEmpty()) {
            response.nodeEndpoints(LeaderHints.fetchEndpoints(
                    serving.cluster().get(), leaders, context.peer().listener().name()));
        }
        context.respond(response);
    }

    private Set<Integer> nameLeaders(List<PartitionData> answers) {
        Set<Integer> leaders = Set.of();
        for (int i = 0; i < answers.size(); i++) {
            short error = answers.get(i).errorCode();
            if (error == ErrorCode.NOT_LEADER_OR_FOLLOWER.code() || error == ErrorCode.FENCED_LEADER_EPOCH.code()) {
                WantedPartition wanted = session.wanted().get(i);
                LocalTopic topic = FetchHandler.topic(serving.partitions().get(), wanted);
                LeaderIdAndEpoch leader = LeaderHints.forFetch(topic, wanted.partition());
                if (leader != null) {
                    answers.get(i).currentLeader(leader);
                    leaders = leaders.isEmpty() ? new HashSet<>() : leaders;
                    leaders.add(leader.leaderId());
                }
            }
        }
        return leaders;
    }
}
