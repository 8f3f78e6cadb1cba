package dev.paddock.broker.api;

import dev.paddock.broker.config.DescribedSetting;
import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.broker.topic.TopicException;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeConfigsRequest;
import dev.paddock.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.paddock.protocol.message.DescribeConfigsResponse;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.paddock.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The settings of topics, and of the broker that is asked.
 *
 * <p>Behaviour: any broker tells of any topic, but only of itself. Every setting is listed with its value, where that comes
 * from, and, when asked, all that say something of it.
 *
 * <p>Version notes: 0 only knows whether a value is the default; 1 brings sources and synonyms, 3 types and descriptions.
 *
 * <p>Differs from Kafka: a broker lists only settings that have an effect, and none of them can change while it runs. The
 * synonyms of retention.ms and segment.ms also name the minutes and hours when only these are set.
 */
final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse> {
    private final Supplier<BrokerTopics> topics;

    DescribeConfigsHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DESCRIBE_CONFIGS;
    }

    @Override
    public void handle(RequestContext context, DescribeConfigsRequest request) {
        List<DescribeConfigsResult> results = new ArrayList<>();
        for (DescribeConfigsResource resource : request.resources()) {
            DescribeConfigsResult result = result(resource, ErrorCode.NONE, null);
            try {
                results.add(result.configs(entries(resource, request, context.version())));
            } catch (TopicException e) {
                results.add(result(resource, e.error(), e.getMessage()));
            }
        }
        context.respond(new DescribeConfigsResponse().results(results));
    }

    @Override
    public DescribeConfigsResponse failure(DescribeConfigsRequest request, ErrorCode error) {
        return new DescribeConfigsResponse()
                .results(request.resources().stream()
                        .map(resource -> result(resource, error, null))
                        .toList());
    }

    private List<DescribeConfigsResourceResult> entries(
            DescribeConfigsResource resource, DescribeConfigsRequest request, short version) {
        boolean ofTopic = resource.resourceType() == ConfigCodes.TOPIC;
        List<String> wanted = resource.configurationKeys();
        List<DescribeConfigsResourceResult> entries = new ArrayList<>();
        for (DescribedSetting setting : ofTopic ? ofTopic(resource) : ofBroker(resource)) {
            if (wanted == null || wanted.isEmpty() || wanted.contains(setting.name())) {
                DescribeConfigsResourceResult entry = entry(setting, request).readOnly(!ofTopic);
                entries.add(
                        version == 0 ? entry.isDefault(setting.source() == DescribedSetting.Source.DEFAULT) : entry);
            }
        }
        return entries;
    }

    private List<DescribedSetting> ofTopic(DescribeConfigsResource resource) {
        String name = resource.resourceName();
        TopicName.problem(name).ifPresent(problem -> {
            throw new TopicException(ErrorCode.INVALID_TOPIC_EXCEPTION, problem);
        });
        Topic topic = topics.get().catalog().table().topic(name);
        if (topic == null) {
            throw new TopicException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
        }
        return topics.get().settings().configs().describe(topic.overrides());
    }

    private List<DescribedSetting> ofBroker(DescribeConfigsResource resource) {
        if (resource.resourceType() != ConfigCodes.BROKER) {
            throw new TopicException(
                    ErrorCode.INVALID_REQUEST, "Unsupported resource type: " + resource.resourceType());
        }
        String name = resource.resourceName();
        if (name == null || name.isEmpty()) {
            // The defaults that hold for all brokers and can change while they run: there are none.
            return List.of();
        }
        int id;
        try {
            id = Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new TopicException(ErrorCode.INVALID_REQUEST, "Broker id must be an integer, but it is: " + name);
        }
        int here = topics.get().brokerId();
        if (id != here) {
            throw new TopicException(
                    ErrorCode.INVALID_REQUEST,
                    "Unexpected broker id, expected " + here + " or empty string, but received " + name);
        }
        return topics.get().settings().configs().describeBroker();
    }

    private static DescribeConfigsResourceResult entry(DescribedSetting setting, DescribeConfigsRequest request) {
        List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
        if (request.includeSynonyms()) {
            setting.synonyms()
                    .forEach(synonym -> synonyms.add(new DescribeConfigsSynonym()
                            .name(synonym.name())
                            .value(synonym.value())
                            .source(ConfigCodes.source(synonym.source()))));
        }
        return new DescribeConfigsResourceResult()
                .name(setting.name())
                .value(setting.value())
                .configSource(ConfigCodes.source(setting.source()))
                .isSensitive(setting.isSecret())
                .synonyms(synonyms)
                .configType(ConfigCodes.type(setting.type()))
                .documentation(request.includeDocumentation() ? setting.doc() : null);
    }

    private static DescribeConfigsResult result(DescribeConfigsResource resource, ErrorCode error, String message) {
        return new DescribeConfigsResult()
                .resourceType(resource.resourceType())
                .resourceName(resource.resourceName())
                .errorCode(error.code())
                .errorMessage(message);
    }
}
