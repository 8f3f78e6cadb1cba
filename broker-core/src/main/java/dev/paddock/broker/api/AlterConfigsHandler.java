package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.AlterConfigsRequest;
import dev.paddock.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import dev.paddock.protocol.message.AlterConfigsRequest.AlterableConfig;
import dev.paddock.protocol.message.AlterConfigsResponse;
import dev.paddock.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import dev.paddock.protocol.message.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * All settings of a topic replaced by others.
 *
 * <p>Behaviour: any broker does it. What is not named goes back to the broker's default. Settings of brokers cannot change
 * while they run.
 */
final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequest, AlterConfigsResponse> {
    private final Supplier<BrokerTopics> topics;

    AlterConfigsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.ALTER_CONFIGS;
    }

    @Override
    public void handle(RequestContext context, AlterConfigsRequest request) {
        TopicOverrides overrides = new TopicOverrides(topics.get(), request.validateOnly());
        Set<String> twice = TopicWork.namedTwice(
                request.resources().stream().map(AlterConfigsHandler::key).toList());
        List<CompletableFuture<AlterConfigsResourceResponse>> results = new ArrayList<>();
        for (AlterConfigsResource resource : request.resources()) {
            results.add(alter(overrides, resource, twice.contains(key(resource)))
                    .handle((done, failure) -> failure == null
                            ? response(resource, ErrorCode.NONE, null)
                            : response(
                                    resource,
                                    TopicWork.errorOf(failure, "Changing settings of " + resource.resourceName()),
                                    ErrorMapping.messageOf(failure))));
        }
        TopicWork.answer(context, this, request, results, all -> new AlterConfigsResponse().responses(all));
    }

    @Override
    public AlterConfigsResponse failure(AlterConfigsRequest request, ErrorCode error) {
        return new AlterConfigsResponse()
                .responses(request.resources().stream()
                        .map(resource -> response(resource, error, null))
                        .toList());
    }

    private static CompletableFuture<Void> alter(
            TopicOverrides overrides, AlterConfigsResource resource, boolean twice) {
        try {
            if (twice) {
                throw new TopicException(ErrorCode.INVALID_REQUEST, "Each resource must appear at most once.");
            }
            overrides.requireTopic(resource.resourceType(), resource.resourceName());
            return overrides.replace(resource.resourceName(), settings(resource));
        } catch (TopicException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Map<String, String> settings(AlterConfigsResource resource) {
        Map<String, String> settings = new TreeMap<>();
        for (AlterableConfig config : resource.configs()) {
            if (config.value() == null) {
                throw new TopicException(ErrorCode.INVALID_REQUEST, "Null value not supported for : " + config.name());
            }
            if (settings.put(config.name(), config.value()) != null) {
                throw new TopicException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
            }
        }
        return settings;
    }

    private static String key(AlterConfigsResource resource) {
        return resource.resourceType() + ":" + resource.resourceName();
    }

    private static AlterConfigsResourceResponse response(
            AlterConfigsResource resource, ErrorCode error, String message) {
        return new AlterConfigsResourceResponse()
                .resourceType(resource.resourceType())
                .resourceName(resource.resourceName())
                .errorCode(error.code())
                .errorMessage(message);
    }
}
