package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.coordinator.topic.Topic;
import dev.paddock.coordinator.topic.TopicName;
import dev.paddock.coordinator.topic.TopicTable;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Brokers, controller and topics.
 *
 * <p>Behaviour: the live brokers, as they are reached by the listener that the request came in on; a broker without that
 * listener is left out, also as the controller. A topic that is asked for by name and not there is created, when the broker
 * and the client want it so; then it is answered with LEADER_NOT_AVAILABLE, and the client asks again.
 *
 * <p>Version notes: 0 has no null, so that an empty list means all topics; 1 brings the controller, 2 the cluster's id,
 * 4 the client's word on creation, 10 topic ids, which may be asked for from 12 on; 13 can fail as a whole.
 *
 * <p>Differs from Kafka: whichever broker is asked creates the topic itself. __consumer_offsets and __transaction_state are
 * not created for who asks; they come with their coordinators.
 */
final class MetadataHandler implements ApiHandler<MetadataRequest, MetadataResponse> {
    private static final short FIRST_WITH_CREATION_CHOICE = 4;
    private static final short FIRST_BY_TOPIC_ID = 12;

    private final Supplier<BrokerTopics> here;

    MetadataHandler(Supplier<BrokerTopics> here) {
        this.here = here;
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
        ClusterView view = here.get().cluster();
        String listener = context.peer().listener().name();
        List<CompletableFuture<MetadataResponseTopic>> topics = topics(context, request, view);
        TopicWork.answer(context, this, request, topics, described -> {
            MetadataResponse response = new MetadataResponse()
                    .clusterId(view.clusterId())
                    .controllerId(view.controllerId())
                    .brokers(brokers(view, listener))
                    .topics(described);
            if (request.includeClusterAuthorizedOperations()) {
                response.clusterAuthorizedOperations(AuthorizedOperations.ON_CLUSTER);
            }
            return response;
        });
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

    private List<CompletableFuture<MetadataResponseTopic>> topics(
            RequestContext context, MetadataRequest request, ClusterView view) {
        TopicTable table = here.get().catalog().table();
        TopicMetadata metadata = new TopicMetadata(
                view, context.peer().listener().name(), context.version(), request.includeTopicAuthorizedOperations());
        List<CompletableFuture<MetadataResponseTopic>> topics = new ArrayList<>();
        if (request.topics() == null
                || (context.version() == 0 && request.topics().isEmpty())) {
            table.topics().stream()
                    .filter(TopicMetadata::isKnown)
                    .forEach(topic -> topics.add(CompletableFuture.completedFuture(metadata.of(topic))));
            return topics;
        }
        boolean byId =
                request.topics().stream().anyMatch(topic -> !topic.topicId().equals(Uuid.ZERO));
        boolean create = here.get().settings().autoCreate()
                && (context.version() < FIRST_WITH_CREATION_CHOICE || request.allowAutoTopicCreation());
        for (MetadataRequestTopic topic : request.topics()) {
            if (!byId) {
                topics.add(byName(topic.name(), table, metadata, create));
            } else if (!topic.topicId().equals(Uuid.ZERO)) {
                Topic known = table.topic(topic.topicId());
                topics.add(CompletableFuture.completedFuture(
                        known == null
                                ? failed(null, topic.topicId(), ErrorCode.UNKNOWN_TOPIC_ID)
                                : metadata.of(known)));
            }
        }
        return topics;
    }

    private CompletableFuture<MetadataResponseTopic> byName(
            String name, TopicTable table, TopicMetadata metadata, boolean create) {
        Topic known = table.topic(name);
        if (known != null) {
            return CompletableFuture.completedFuture(metadata.of(known));
        }
        CompletableFuture<ErrorCode> error;
        if (!TopicName.isValid(name)) {
            error = CompletableFuture.completedFuture(ErrorCode.INVALID_TOPIC_EXCEPTION);
        } else if (create) {
            error = here.get().creation().createForAsker(name);
        } else {
            error = CompletableFuture.completedFuture(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return error.thenApply(code -> failed(name, Uuid.ZERO, code).isInternal(TopicName.isInternal(name)));
    }

    private static MetadataResponseTopic failed(String name, Uuid id, ErrorCode error) {
        return new MetadataResponseTopic().name(name).topicId(id).errorCode(error.code());
    }
}
