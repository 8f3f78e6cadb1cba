package dev.paddock.broker.api;

import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.protocol.message.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The APIs that this broker serves: what is not listed here is neither announced nor answered. */
public final class ApiRegistry {
    private final Map<ApiKey, ApiHandler<?, ?>> handlers = new EnumMap<>(ApiKey.class);

    public ApiRegistry(List<ApiHandler<?, ?>> served) {
        for (ApiHandler<?, ?> handler : served) {
            if (handlers.put(handler.api(), handler) != null) {
                throw new IllegalArgumentException("two handlers for " + handler.api());
            }
        }
        ApiHandler<?, ?> apiVersions = new ApiVersionsHandler(List.copyOf(handlers.values()));
        handlers.put(apiVersions.api(), apiVersions);
    }

    /**
     * Every API of a broker.
     *
     * @param records the handlers of what is in topics: {@link Serving#handlers}
     */
    public static ApiRegistry ofBroker(Supplier<BrokerTopics> topics, List<ApiHandler<?, ?>> records) {
        List<ApiHandler<?, ?>> all = new ArrayList<>(records);
        all.add(new MetadataHandler(topics));
        all.add(new DescribeTopicPartitionsHandler(topics));
        all.add(new DescribeClusterHandler(() -> topics.get().cluster()));
        all.add(new SaslHandshakeHandler());
        all.add(new CreateTopicsHandler(topics));
        all.add(new DeleteTopicsHandler(topics));
        all.add(new CreatePartitionsHandler(topics));
        all.add(new DescribeConfigsHandler(topics));
        all.add(new AlterConfigsHandler(topics));
        all.add(new IncrementalAlterConfigsHandler(topics));
        all.add(new InitProducerIdHandler(topics));
        return new ApiRegistry(all);
    }

    /** The handler, or null where the API is not served. */
    ApiHandler<?, ?> handler(ApiKey api) {
        return handlers.get(api);
    }
}
