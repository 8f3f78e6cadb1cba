package dev.paddock.broker.api;

import dev.paddock.broker.fetch.FetchContext;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.partition.Fetch;
import dev.paddock.broker.partition.FetchRules;
import dev.paddock.broker.partition.LocalPartitions;
import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.broker.partition.Partition;
import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.log.log.ReadBound;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.record.BatchView;

/**
 * Records of partitions, for consumers and followers.
 *
 * <p>Behaviour: within a session where the client wants one; waits for the bytes that it wants at least; the bounds of
 * KIP-74, where the first batch comes whatever its size. What is in memory goes out from there, the rest from the file.
 * Consumers see what is below the high watermark, readers of committed records what is below the last stable offset.
 *
 * <p>Version notes: 0 and 1 read format 0, 2 and 3 format 1; 3 bounds the response; 4 brings isolation, 5 the start of the
 * log, 7 sessions, 9 leader epochs, 10 zstd, 11 the rack, 12 divergence, 13 topic ids, 15 the replica's state, 16 and 12
 * where the leader is.
 *
 * <p>Differs from Kafka: the oldest clients (0 to 2) get one whole batch that is larger than they asked for, too, where Kafka
 * cuts it off; and all partitions share one limit in a conversion, so that its memory is bounded.
 */
final class FetchHandler implements ApiHandler<FetchRequest, FetchResponse> {
    private static final short FIRST_WITH_REPLICA_STATE = 15;
    private static final short FIRST_WITH_ZSTD = 10;
    private static final short FIRST_WITH_FORMAT_2 = 4;
    private static final short FIRST_WITH_FORMAT_1 = 2;
    private static final byte READ_COMMITTED = 1;

    private final Serving serving;

    FetchHandler(Serving serving) {
        this.serving = serving;
    }

    @Override
    public ApiKey api() {
        return ApiKey.FETCH;
    }

    @Override
    public void handle(RequestContext context, FetchRequest request) {
        boolean follower = replicaId(request, context.version()) >= 0;
        FetchContext session =
                serving.sessions().open(request, context.version(), follower, System.currentTimeMillis());
        if (session.error() != ErrorCode.NONE) {
            context.respond(failure(request, session.error()));
            return;
        }
        FetchAnswer answer = new FetchAnswer(serving, context, session);
        Fetch fetch = new Fetch(
                rules(request, context.version(), follower), session.wanted().size(), answer);
        LocalPartitions partitions = serving.partitions().get();
        for (WantedPartition wanted : session.wanted()) {
            add(fetch, wanted, topic(partitions, wanted), context.version());
        }
        fetch.start();
    }

    private static void add(Fetch fetch, WantedPartition wanted, LocalTopic topic, short version) {
        Partition partition = topic == null ? null : topic.partition(wanted.partition());
        if (partition != null && version < FIRST_WITH_FORMAT_2 && !topic.convertsForOldClients()) {
            fetch.addAbsent(wanted, ErrorCode.UNSUPPORTED_VERSION);
        } else if (partition != null) {
            fetch.add(wanted, partition);
        } else if (topic != null) {
            fetch.addAbsent(wanted, topic.absence(wanted.partition()));
        } else {
            boolean byName = wanted.topic() != null;
            fetch.addAbsent(wanted, byName ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.UNKNOWN_TOPIC_ID);
        }
    }

    static LocalTopic topic(LocalPartitions partitions, WantedPartition wanted) {
        if (wanted.topic() != null) {
            return partitions.topic(wanted.topic());
        }
        return wanted.topicId().equals(Uuid.ZERO) ? null : partitions.topic(wanted.topicId());
    }

    private FetchRules rules(FetchRequest request, short version, boolean follower) {
        int bytesMax = follower ? request.maxBytes() : Math.min(request.maxBytes(), serving.fetchBytesMax());
        return new FetchRules(
                request.maxWaitMs(),
                Math.min(request.minBytes(), bytesMax),
                bytesMax,
                bound(request, follower),
                formatMax(version),
                version >= FIRST_WITH_ZSTD);
    }

    private static ReadBound bound(FetchRequest request, boolean follower) {
        if (follower) {
            return ReadBound.LOG_END;
        }
        return request.isolationLevel() == READ_COMMITTED ? ReadBound.COMMITTED : ReadBound.HIGH_WATERMARK;
    }

    private static byte formatMax(short version) {
        if (version >= FIRST_WITH_FORMAT_2) {
            return BatchView.MAGIC_V2;
        }
        return (byte) (version >= FIRST_WITH_FORMAT_1 ? 1 : 0);
    }

    private static int replicaId(FetchRequest request, short version) {
        if (version < FIRST_WITH_REPLICA_STATE) {
            return request.replicaId();
        }
        return request.replicaState() == null ? -1 : request.replicaState().replicaId();
    }

    @Override
    public FetchResponse failure(FetchRequest request, ErrorCode error) {
        return new FetchResponse().errorCode(error.code());
    }
}
