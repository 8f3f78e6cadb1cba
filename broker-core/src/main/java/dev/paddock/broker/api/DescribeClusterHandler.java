package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.DescribeClusterRequest;
import dev.paddock.protocol.message.DescribeClusterResponse;
import dev.paddock.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which brokers there are, which of them is the controller, and what the cluster is called.
 *
 * <p>Behaviour: as Metadata's brokers, for the listener that the request came in on.
 *
 * <p>Version notes: from 1 on a client says whether it wants brokers or KRaft controllers, of which there are none here;
 * from 2 on it may ask for fenced brokers, which ZooKeeper mode does not know either.
 */
final class DescribeClusterHandler implements ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {
    private static final byte BROKERS = 1;
    private static final byte CONTROLLERS = 2;

    private final Supplier<ClusterView> cluster;

    DescribeClusterHandler(Supplier<ClusterView> cluster) {
        this.cluster = cluster;
    }

    @Override
    public ApiKey api() {
        return ApiKey.DESCRIBE_CLUSTER;
    }

    @Override
    public void handle(RequestContext context, DescribeClusterRequest request) {
        if (request.endpointType() != BROKERS) {
            context.respond(refuseType(request));
            return;
        }
        ClusterView view = cluster.get();
        DescribeClusterResponse response = new DescribeClusterResponse()
                .clusterId(view.clusterId())
                .controllerId(view.controllerId())
                .brokers(brokers(view, context.peer().listener().name()));
        if (request.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(AuthorizedOperations.ON_CLUSTER);
        }
        context.respond(response);
    }

    @Override
    public DescribeClusterResponse failure(DescribeClusterRequest request, ErrorCode error) {
        return new DescribeClusterResponse().errorCode(error.code());
    }

    private DescribeClusterResponse refuseType(DescribeClusterRequest request) {
        return request.endpointType() == CONTROLLERS
                ? failure(request, ErrorCode.MISMATCHED_ENDPOINT_TYPE)
                        .errorMessage("This is a broker's endpoint, and the request wants a controller's.")
                : failure(request, ErrorCode.UNSUPPORTED_ENDPOINT_TYPE)
                        .errorMessage("There is no endpoint type " + request.endpointType() + ".");
    }

    private static List<DescribeClusterBroker> brokers(ClusterView view, String listener) {
        List<DescribeClusterBroker> brokers = new ArrayList<>(view.brokers().size());
        view.brokers().forEach((id, live) -> {
            BrokerEndpoint endpoint = live.broker().endpoint(listener).orElse(null);
            if (endpoint != null) {
                brokers.add(new DescribeClusterBroker()
                        .brokerId(id)
                        .host(endpoint.host())
                        .port(endpoint.port())
                        .rack(live.broker().rack().orElse(null)));
            }
        });
        return brokers;
    }
}
