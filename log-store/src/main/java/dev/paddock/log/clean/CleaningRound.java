package dev.paddock.log.clean;

import dev.paddock.log.producer.ProducerEntry;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.List;

/**
 * What holds for all of one cleaning of one log.
 *
 * @param nowMs when it began
 * @param deleteRetentionMs delete.retention.ms: how long a tombstone stays after a cleaning has seen it
 * @param endOffset what is before is cleaned
 * @param producers those that may go on, by their ids
 */
record CleaningRound(long nowMs, long deleteRetentionMs, long endOffset, LongObjectMap<ProducerEntry> producers) {
    static CleaningRound of(long nowMs, long deleteRetentionMs, long endOffset, List<ProducerEntry> producers) {
        LongObjectMap<ProducerEntry> byId = new LongObjectHashMap<>(Math.max(8, producers.size() * 2));
        producers.forEach(producer -> byId.put(producer.producerId(), producer));
        return new CleaningRound(nowMs, deleteRetentionMs, endOffset, byId);
    }
}
