package dev.paddock.broker.api;

import dev.paddock.broker.partition.LocalTopic;
import dev.paddock.coordinator.topic.PartitionState;
import dev.paddock.coordinator.zk.BrokerEndpoint;
import dev.paddock.coordinator.zk.ClusterView;
import dev.paddock.coordinator.zk.LiveBroker;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the leader is that a client looked for here, told in the answer so that it need not ask (KIP-951). */
final class LeaderHints {
    private LeaderHints() {}

    static ProduceResponse.LeaderIdAndEpoch forProduce(LocalTopic topic, int partition) {
        PartitionState state = topic == null ? null : topic.topic().partition(partition);
        return state == null
                ? null
                : new ProduceResponse.LeaderIdAndEpoch()
                        .leaderId(state.leader())
                        .leaderEpoch(state.leaderEpoch());
    }

    static FetchResponse.LeaderIdAndEpoch forFetch(LocalTopic topic, int partition) {
        PartitionState state = topic == null ? null : topic.topic().partition(partition);
        return state == null
                ? null
                : new FetchResponse.LeaderIdAndEpoch().leaderId(state.leader()).leaderEpoch(state.leaderEpoch());
    }

    static List<ProduceResponse.NodeEndpoint> produceEndpoints(
            ClusterView cluster, Set<Integer> leaders, String listener) {
        List<ProduceResponse.NodeEndpoint> endpoints = new ArrayList<>();
        for (Integer id : leaders) {
            LiveBroker live = cluster.brokers().get(id);
            BrokerEndpoint endpoint =
                    live == null ? null : live.broker().endpoint(listener).orElse(null);
            if (endpoint != null) {
                endpoints.add(new ProduceResponse.NodeEndpoint()
                        .nodeId(id)
                        .host(endpoint.host())
                        .port(endpoint.port())
                        .rack(live.broker().rack().orElse(null)));
            }
        }
        return endpoints;
    }

    static List<FetchResponse.NodeEndpoint> fetchEndpoints(ClusterView cluster, Set<Integer> leaders, String listener) {
        List<FetchResponse.NodeEndpoint> endpoints = new ArrayList<>();
        for (ProduceResponse.NodeEndpoint node : produceEndpoints(cluster, leaders, listener)) {
            endpoints.add(new FetchResponse.NodeEndpoint()
                    .nodeId(node.nodeId())
                    .host(node.host())
                    .port(node.port())
                    .rack(node.rack()));
        }
        return endpoints;
    }
}
