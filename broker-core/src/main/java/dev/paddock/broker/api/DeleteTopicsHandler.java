package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DeleteTopicsRequest;
import dev.paddock.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.paddock.protocol.message.DeleteTopicsResponse;
import dev.paddock.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Topics go.
 *
 * <p>Behaviour: only the controller deletes topics. Each topic is marked in ZooKeeper, and answered when it is gone from
 * there; when that is not so in the request's time, with REQUEST_TIMED_OUT, and it goes later.
 *
 * <p>Version notes: before 3 there is no error for a cluster that deletes nothing, so that it is INVALID_REQUEST; 5 brings
 * messages, 6 ids instead of names.
 */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
    private static final short FIRST_WITH_DISABLED = 3;
    private static final short FIRST_BY_TOPIC_ID = 6;

    private final Supplier<BrokerTopics> topics;

    DeleteTopicsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DELETE_TOPICS;
    }

    @Override
    public void handle(RequestContext context, DeleteTopicsRequest request) {
        BrokerTopics here = topics.get();
        if (!here.isController()) {
            context.respond(failure(request, ErrorCode.NOT_CONTROLLER));
            return;
        }
        if (!here.settings().deletion()) {
            context.respond(failure(
                    request,
                    context.version() < FIRST_WITH_DISABLED
                            ? ErrorCode.INVALID_REQUEST
                            : ErrorCode.TOPIC_DELETION_DISABLED));
            return;
        }
        List<DeleteTopicState> states = states(context.version(), request);
        for (DeleteTopicState state : states) {
            if (state.name() != null && !state.topicId().equals(Uuid.ZERO)) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Topic name and topic ID can not both be specified.");
            }
        }
        List<CompletableFuture<DeletableTopicResult>> results = new ArrayList<>();
        states.forEach(state -> results.add(delete(here, state, request.timeoutMs())));
        TopicWork.answer(context, this, request, results, all -> new DeleteTopicsResponse().responses(all));
    }

    @Override
    public DeleteTopicsResponse failure(DeleteTopicsRequest request, ErrorCode error) {
        List<DeletableTopicResult> results = new ArrayList<>();
        request.topicNames().forEach(name -> results.add(new DeletableTopicResult().name(name)));
        request.topics()
                .forEach(state -> results.add(
                        new DeletableTopicResult().name(state.name()).topicId(state.topicId())));
        results.forEach(result -> result.errorCode(error.code()));
        return new DeleteTopicsResponse().responses(results);
    }

    private static List<DeleteTopicState> states(short version, DeleteTopicsRequest request) {
        return version >= FIRST_BY_TOPIC_ID
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().name(name))
                        .toList();
    }

    private static CompletableFuture<DeletableTopicResult> delete(
            BrokerTopics here, DeleteTopicState state, int timeoutMs) {
        boolean byId = state.name() == null;
        Topic topic = byId
                ? here.catalog().table().topic(state.topicId())
                : here.catalog().table().topic(state.name());
        DeletableTopicResult result =
                new DeletableTopicResult().name(state.name()).topicId(state.topicId());
        if (topic == null) {
            ErrorCode unknown = byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            return CompletableFuture.completedFuture(result.errorCode(unknown.code()));
        }
        result.name(topic.name()).topicId(topic.id());
        return here.store()
                .requestDeletion(topic.name())
                .thenCompose(done -> gone(here, topic, timeoutMs))
                .handle((done, failure) -> failure == null
                        ? result
                        : result.errorCode(TopicWork.errorOf(failure, "Deleting topic " + topic.name())
                                        .code())
                                .errorMessage(ErrorMapping.messageOf(failure)));
    }

    private static CompletableFuture<?> gone(BrokerTopics here, Topic topic, int timeoutMs) {
        if (timeoutMs <= 0) {
            return CompletableFuture.failedFuture(new TopicException(ErrorCode.REQUEST_TIMED_OUT, null));
        }
        return here.catalog()
                .until(
                        table -> {
                            Topic now = table.topic(topic.name());
                            return now == null
                                    || now.znode().czxid() != topic.znode().czxid();
                        },
                        timeoutMs);
    }
}
