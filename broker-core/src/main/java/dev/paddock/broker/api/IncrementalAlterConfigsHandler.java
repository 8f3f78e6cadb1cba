package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.OverrideChange;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.paddock.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.paddock.protocol.message.IncrementalAlterConfigsResponse;
import dev.paddock.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Settings of a topic set, taken back, and for lists, appended to and subtracted from; what is not named stays.
 *
 * <p>Behaviour: any broker does it. Settings of brokers cannot change while they run.
 */
final class IncrementalAlterConfigsHandler
        implements ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
    private final Supplier<BrokerTopics> topics;

    IncrementalAlterConfigsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public void handle(RequestContext context, IncrementalAlterConfigsRequest request) {
        TopicOverrides overrides = new TopicOverrides(topics.get(), request.validateOnly());
        Set<String> twice = TopicWork.namedTwice(request.resources().stream()
                .map(IncrementalAlterConfigsHandler::key)
                .toList());
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
        TopicWork.answer(context, this, request, results, all -> new IncrementalAlterConfigsResponse().responses(all));
    }

    @Override
    public IncrementalAlterConfigsResponse failure(IncrementalAlterConfigsRequest request, ErrorCode error) {
        return new IncrementalAlterConfigsResponse()
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
            return overrides.change(resource.resourceName(), changes(resource));
        } catch (TopicException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<OverrideChange> changes(AlterConfigsResource resource) {
        List<OverrideChange> changes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (AlterableConfig config : resource.configs()) {
            OverrideChange change = new OverrideChange(config.name(), config.configOperation(), config.value());
            if (!names.add(change.name())) {
                throw new TopicException(ErrorCode.INVALID_REQUEST, "Error due to duplicate config keys");
            }
            if (change.value() == null && !change.deletes()) {
                throw new TopicException(ErrorCode.INVALID_REQUEST, "Null value not supported for : " + change.name());
            }
            changes.add(change);
        }
        return changes;
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
