package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.MetadataRequest;
import dev.paddock.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.paddock.protocol.message.MetadataResponse;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Brokers, controller and topics.
 *
 * <p>Behaviour: the live brokers, as they are reached by the listener that the request came in on; a broker without that
 * listener is left out, also as the controller. There are no topics yet: each one asked for is unknown, or has a bad name.
 *
 * <p>Version notes: 0 has no null, so that an empty list means all topics; 1 brings the controller, 2 the cluster's id,
 * 10 topic ids, which may be asked for from 12 on; 13 can fail as a whole.
 */
final class MetadataHandler implements ApiHandler<MetadataRequest, MetadataResponse> {
    private static final short FIRST_BY_TOPIC_ID = 12;

    private final Supplier<ClusterView> cluster;

    MetadataHandler(Supplier<ClusterView> cluster) {
        this.cluster = cluster;
    }

    @Override
    public ApiKey api() {
        return ApiKey.METADATA;
    }

    @Override
    public void handle(RequestContext context, MetadataRequest request) {
        if (context.version() < FIRST_BY_TOPIC_ID) {
            refuseTopicIds(request, context.version());
        }
        ClusterView view = cluster.get();
        MetadataResponse response = new MetadataResponse()
                .clusterId(view.clusterId())
                .controllerId(view.controllerId())
                .brokers(brokers(view, context.peer().listener().name()))
                .topics(topics(request));
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(AuthorizedOperations.ON_CLUSTER);
        }
        context.respond(response);
    }

    @Override
    public MetadataResponse failure(MetadataRequest request, ErrorCode error) {
        List<MetadataResponseTopic> topics = new ArrayList<>();
        if (request.topics() != null) {
            for (MetadataRequestTopic topic : request.topics()) {
                topics.add(failed(topic.name() == null ? "" : topic.name(), topic.topicId(), error));
            }
        }
        return new MetadataResponse().topics(topics).errorCode(error.code());
    }

    private static void refuseTopicIds(MetadataRequest request, short version) {
        if (request.topics() == null) {
            return;
        }
        for (MetadataRequestTopic topic : request.topics()) {
            if (topic.name() == null || !topic.topicId().equals(Uuid.ZERO)) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "Metadata v" + version + " asks by name only");
            }
        }
    }

    private static List<MetadataResponseBroker> brokers(ClusterView view, String listener) {
        List<MetadataResponseBroker> brokers = new ArrayList<>(view.brokers().size());
        view.brokers().forEach((id, live) -> {
            BrokerEndpoint endpoint = live.broker().endpoint(listener).orElse(null);
            if (endpoint != null) {
                brokers.add(new MetadataResponseBroker()
                        .nodeId(id)
                        .host(endpoint.host())
                        .port(endpoint.port())
                        .rack(live.broker().rack().orElse(null)));
            }
        });
        return brokers;
    }

    private static List<MetadataResponseTopic> topics(MetadataRequest request) {
        if (request.topics() == null) {
            return List.of();
        }
        boolean byId =
                request.topics().stream().anyMatch(topic -> !topic.topicId().equals(Uuid.ZERO));
        List<MetadataResponseTopic> topics = new ArrayList<>();
        for (MetadataRequestTopic topic : request.topics()) {
            if (!byId) {
                ErrorCode error = TopicName.isValid(topic.name())
                        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                        : ErrorCode.INVALID_TOPIC_EXCEPTION;
                topics.add(failed(topic.name(), Uuid.ZERO, error));
            } else if (!topic.topicId().equals(Uuid.ZERO)) {
                topics.add(failed(null, topic.topicId(), ErrorCode.UNKNOWN_TOPIC_ID));
            }
        }
        return topics;
    }

    private static MetadataResponseTopic failed(String name, Uuid id, ErrorCode error) {
        return new MetadataResponseTopic().name(name).topicId(id).errorCode(error.code());
    }
}
