package dev.paddock.broker.fetch;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client fetches: its partitions in the order in which they are served, where those that were just served come
 * last so that none starves. Used from several event loops, one at a time: its methods take its lock.
 */
final class FetchSession {
    static final int INITIAL_EPOCH = 0;
    static final int FINAL_EPOCH = -1;

    private final int id;
    private final boolean privileged;
    private final boolean usesTopicIds;
    private final long createdMs;
    private final Map<Key, SessionPartition> partitions;
    private int epoch = nextEpoch(INITIAL_EPOCH);
    /** Of the cache, under its lock. */
    private long lastUsedMs;

    private int cachedSize;

    /** A partition as the client names it: by the topic's id or by its name. */
    record Key(Uuid topicId, String topic, int partition) {
        static Key of(WantedPartition wanted) {
            return new Key(wanted.topicId(), wanted.topic(), wanted.partition());
        }
    }

    FetchSession(int id, boolean privileged, boolean usesTopicIds, long nowMs, Map<Key, SessionPartition> partitions) {
        this.id = id;
        this.privileged = privileged;
        this.usesTopicIds = usesTopicIds;
        createdMs = nowMs;
        lastUsedMs = nowMs;
        this.partitions = partitions;
        cachedSize = partitions.size();
    }

    static Map<Key, SessionPartition> told(List<WantedPartition> wanted, List<PartitionData> answers) {
        Map<Key, SessionPartition> all = new LinkedHashMap<>(wanted.size() * 2);
        for (int i = 0; i < wanted.size(); i++) {
            SessionPartition partition = new SessionPartition(wanted.get(i));
            partition.tell(answers.get(i));
            all.put(Key.of(wanted.get(i)), partition);
        }
        return all;
    }

    /** After the largest comes 1: 0 begins a session anew, and -1 ends it. */
    static int nextEpoch(int epoch) {
        if (epoch < 0) {
            return FINAL_EPOCH;
        }
        return epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }

    int id() {
        return id;
    }

    boolean isPrivileged() {
        return privileged;
    }

    boolean usesTopicIds() {
        return usesTopicIds;
    }

    long createdMs() {
        return createdMs;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    int cachedSize() {
        return cachedSize;
    }

    void used(long nowMs, int size) {
        lastUsedMs = nowMs;
        cachedSize = size;
    }

    synchronized int size() {
        return partitions.size();
    }

    synchronized boolean isAt(int expectedEpoch) {
        return epoch == expectedEpoch;
    }

    /** Takes in what an incremental request says, and moves to the next epoch; false when the request is not the next one. */
    synchronized boolean update(int requestEpoch, List<WantedPartition> wanted, List<Key> forgotten) {
        if (epoch != requestEpoch) {
            return false;
        }
        for (WantedPartition partition : wanted) {
            SessionPartition known = partitions.get(Key.of(partition));
            if (known == null) {
                partitions.put(Key.of(partition), new SessionPartition(partition));
            } else {
                known.wants(partition);
            }
        }
        forgotten.forEach(partitions::remove);
        epoch = nextEpoch(epoch);
        return true;
    }

    synchronized List<WantedPartition> wanted() {
        List<WantedPartition> all = new ArrayList<>(partitions.size());
        for (SessionPartition partition : partitions.values()) {
            all.add(partition.wanted());
        }
        return all;
    }

    /** Keeps of the answers those with news, in both lists; null when the session has moved on meanwhile. */
    synchronized TopicAnswers news(int requestEpoch, List<WantedPartition> wanted, List<PartitionData> answers) {
        if (epoch != nextEpoch(requestEpoch)) {
            return null;
        }
        TopicAnswers news = new TopicAnswers();
        for (int i = 0; i < wanted.size(); i++) {
            Key key = Key.of(wanted.get(i));
            SessionPartition partition = partitions.get(key);
            PartitionData answer = answers.get(i);
            if (partition != null && partition.tellIfNew(answer)) {
                news.add(wanted.get(i), answer);
                if (SessionPartition.hasRecords(answer)) {
                    partitions.remove(key);
                    partitions.put(key, partition);
                }
            } else {
                answer.release();
            }
        }
        return news;
    }
}
