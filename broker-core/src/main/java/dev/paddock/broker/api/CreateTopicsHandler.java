package dev.paddock.broker.api;

import dev.paddock.broker.config.DescribedSetting;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.PlannedTopic;
import dev.paddock.broker.topic.TopicCreation;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.broker.topic.WantedTopic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.CreateTopicsRequest;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.paddock.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import dev.paddock.protocol.message.CreateTopicsResponse;
import dev.paddock.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import dev.paddock.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * New topics.
 *
 * <p>Behaviour: only the controller creates topics. Each topic succeeds or fails alone, and is answered when ZooKeeper has
 * it and all its partitions have leaders; when that is not so in the request's time, with REQUEST_TIMED_OUT, and it may
 * come later. Without time to wait the topic is created, and the answer is REQUEST_TIMED_OUT.
 *
 * <p>Version notes: 1 brings validateOnly and messages, 4 the broker's defaults for partitions and replicas (-1), 5 the
 * settings of the new topic in the answer, 7 its id.
 *
 * <p>Differs from Kafka: __consumer_offsets and __transaction_state can be created by hand, as there; nothing creates them
 * by itself yet. There are no create-topic policies.
 */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {
    private final Supplier<BrokerTopics> topics;

    CreateTopicsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.CREATE_TOPICS;
    }

    @Override
    public void handle(RequestContext context, CreateTopicsRequest request) {
        BrokerTopics here = topics.get();
        if (!here.isController()) {
            context.respond(failure(request, ErrorCode.NOT_CONTROLLER));
            return;
        }
        Set<String> twice = TopicWork.namedTwice(
                request.topics().stream().map(CreatableTopic::name).toList());
        List<CompletableFuture<CreatableTopicResult>> results = new ArrayList<>();
        Set<String> refused = new HashSet<>();
        for (CreatableTopic topic : request.topics()) {
            if (!twice.contains(topic.name())) {
                results.add(create(here, request, topic));
            } else if (refused.add(topic.name())) {
                results.add(CompletableFuture.completedFuture(
                        result(topic.name(), ErrorCode.INVALID_REQUEST, "Found multiple entries for this topic.")));
            }
        }
        TopicWork.answer(context, this, request, results, all -> new CreateTopicsResponse().topics(all));
    }

    @Override
    public CreateTopicsResponse failure(CreateTopicsRequest request, ErrorCode error) {
        return new CreateTopicsResponse()
                .topics(request.topics().stream()
                        .map(topic -> result(topic.name(), error, null))
                        .toList());
    }

    private CompletableFuture<CreatableTopicResult> create(
            BrokerTopics here, CreateTopicsRequest request, CreatableTopic topic) {
        PlannedTopic planned;
        try {
            if (topic.name().equals(TopicName.CLUSTER_METADATA)) {
                throw new TopicException(
                        ErrorCode.INVALID_REQUEST, "Creation of internal topic __cluster_metadata is prohibited.");
            }
            planned = here.creation().plan(wanted(topic));
        } catch (TopicException e) {
            return CompletableFuture.completedFuture(result(topic.name(), e.error(), e.getMessage()));
        }
        if (request.validateOnly()) {
            return CompletableFuture.completedFuture(created(here, planned).topicId(Uuid.ZERO));
        }
        return here.creation()
                .create(planned)
                .thenCompose(done -> ready(here, planned, request.timeoutMs()))
                .handle((done, failure) -> failure == null
                        ? created(here, planned)
                        : result(
                                planned.name(),
                                TopicWork.errorOf(failure, "Creating topic " + planned.name()),
                                ErrorMapping.messageOf(failure)));
    }

    private static CompletableFuture<?> ready(BrokerTopics here, PlannedTopic planned, int timeoutMs) {
        if (timeoutMs <= 0) {
            return CompletableFuture.failedFuture(new TopicException(ErrorCode.REQUEST_TIMED_OUT, null));
        }
        return here.catalog()
                .until(
                        table -> TopicCreation.isReady(
                                table, planned.name(), planned.replicas().size()),
                        timeoutMs);
    }

    private static WantedTopic wanted(CreatableTopic topic) {
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        for (CreatableReplicaAssignment partition : topic.assignments()) {
            assignment.put(
                    partition.partitionIndex(),
                    Arrays.stream(partition.brokerIds()).boxed().toList());
        }
        Map<String, String> overrides = new HashMap<>();
        for (CreatableTopicConfig config : topic.configs()) {
            overrides.put(config.name(), config.value());
        }
        return new WantedTopic(topic.name(), topic.numPartitions(), topic.replicationFactor(), assignment, overrides);
    }

    private static CreatableTopicResult created(BrokerTopics here, PlannedTopic planned) {
        List<CreatableTopicConfigs> configs = new ArrayList<>();
        for (DescribedSetting setting : here.settings().configs().describe(planned.overrides())) {
            configs.add(new CreatableTopicConfigs()
                    .name(setting.name())
                    .value(setting.value())
                    .configSource(ConfigCodes.source(setting.source()))
                    .isSensitive(setting.isSecret()));
        }
        return result(planned.name(), ErrorCode.NONE, null)
                .topicId(planned.id())
                .numPartitions(planned.replicas().size())
                .replicationFactor((short) planned.replicas().get(0).size())
                .configs(configs);
    }

    private static CreatableTopicResult result(String name, ErrorCode error, String message) {
        return new CreatableTopicResult()
                .name(name)
                .errorCode(error.code())
                .errorMessage(message)
                .configs(List.of());
    }
}
