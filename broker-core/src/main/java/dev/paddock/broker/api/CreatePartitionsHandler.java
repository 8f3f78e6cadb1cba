package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.PartitionAddition;
import dev.paddock.broker.topic.TopicCreation;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.CreatePartitionsRequest;
import dev.paddock.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.paddock.protocol.message.CreatePartitionsResponse;
import dev.paddock.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * More partitions for topics that are there.
 *
 * <p>Behaviour: only the controller adds partitions. Each topic succeeds or fails alone, and is answered when all its
 * partitions have leaders; when that is not so in the request's time, with REQUEST_TIMED_OUT. When somebody else changes
 * the topic at the same moment, nothing is added and the error is REQUEST_TIMED_OUT, which clients try again.
 */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequest, CreatePartitionsResponse> {
    private final Supplier<BrokerTopics> topics;

    CreatePartitionsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.CREATE_PARTITIONS;
    }

    @Override
    public void handle(RequestContext context, CreatePartitionsRequest request) {
        BrokerTopics here = topics.get();
        if (!here.isController()) {
            context.respond(failure(request, ErrorCode.NOT_CONTROLLER));
            return;
        }
        Set<String> twice = TopicWork.namedTwice(
                request.topics().stream().map(CreatePartitionsTopic::name).toList());
        List<CompletableFuture<CreatePartitionsTopicResult>> results = new ArrayList<>();
        Set<String> refused = new HashSet<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            if (!twice.contains(topic.name())) {
                results.add(add(here, request, topic));
            } else if (refused.add(topic.name())) {
                results.add(CompletableFuture.completedFuture(
                        result(topic.name(), ErrorCode.INVALID_REQUEST, "Duplicate topic in request.")));
            }
        }
        TopicWork.answer(context, this, request, results, all -> new CreatePartitionsResponse().results(all));
    }

    @Override
    public CreatePartitionsResponse failure(CreatePartitionsRequest request, ErrorCode error) {
        return new CreatePartitionsResponse()
                .results(request.topics().stream()
                        .map(topic -> result(topic.name(), error, null))
                        .toList());
    }

    private static CompletableFuture<CreatePartitionsTopicResult> add(
            BrokerTopics here, CreatePartitionsRequest request, CreatePartitionsTopic wanted) {
        String name = wanted.name();
        Topic topic = here.catalog().table().topic(name);
        List<List<Integer>> added;
        try {
            added = PartitionAddition.plan(name, topic, wanted.count(), assignment(wanted), here.liveBrokers());
        } catch (TopicException e) {
            return CompletableFuture.completedFuture(result(name, e.error(), e.getMessage()));
        }
        if (request.validateOnly()) {
            return CompletableFuture.completedFuture(result(name, ErrorCode.NONE, null));
        }
        return here.store()
                .addPartitions(topic, added)
                .thenCompose(done -> ready(here, wanted, request.timeoutMs()))
                .handle((done, failure) -> failure == null
                        ? result(name, ErrorCode.NONE, null)
                        : result(
                                name,
                                TopicWork.errorOf(failure, "Adding partitions to " + name),
                                ErrorMapping.messageOf(failure)));
    }

    private static CompletableFuture<?> ready(BrokerTopics here, CreatePartitionsTopic wanted, int timeoutMs) {
        if (timeoutMs <= 0) {
            return CompletableFuture.failedFuture(new TopicException(ErrorCode.REQUEST_TIMED_OUT, null));
        }
        return here.catalog().until(table -> TopicCreation.isReady(table, wanted.name(), wanted.count()), timeoutMs);
    }

    /** Null when the broker is to place them. */
    private static List<List<Integer>> assignment(CreatePartitionsTopic wanted) {
        return wanted.assignments() == null
                ? null
                : wanted.assignments().stream()
                        .map(partition ->
                                Arrays.stream(partition.brokerIds()).boxed().toList())
                        .toList();
    }

    private static CreatePartitionsTopicResult result(String name, ErrorCode error, String message) {
        return new CreatePartitionsTopicResult()
                .name(name)
                .errorCode(error.code())
                .errorMessage(message);
    }
}
