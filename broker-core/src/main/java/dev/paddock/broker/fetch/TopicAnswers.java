package dev.paddock.broker.fetch;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.List;

/** Partitions' answers in their order, those of one topic that follow each other under one head, as Fetch wants them. */
final class TopicAnswers {
    private final List<FetchableTopicResponse> topics = new ArrayList<>();
    private WantedPartition last;
    private List<PartitionData> ofLast;

    static List<FetchableTopicResponse> of(List<WantedPartition> wanted, List<PartitionData> answers) {
        TopicAnswers all = new TopicAnswers();
        for (int i = 0; i < wanted.size(); i++) {
            all.add(wanted.get(i), answers.get(i));
        }
        return all.topics();
    }

    void add(WantedPartition wanted, PartitionData answer) {
        if (last == null || !last.isSameTopic(wanted)) {
            ofLast = new ArrayList<>();
            topics.add(new FetchableTopicResponse()
                    .topic(wanted.topic() == null ? "" : wanted.topic())
                    .topicId(wanted.topicId())
                    .partitions(ofLast));
            last = wanted;
        }
        ofLast.add(answer);
    }

    List<FetchableTopicResponse> topics() {
        return topics;
    }
}
