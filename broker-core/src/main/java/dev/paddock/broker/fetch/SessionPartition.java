package dev.paddock.broker.fetch;

import dev.paddock.broker.partition.WantedPartition;
import dev.paddock.protocol.message.FetchResponse.PartitionData;

/** One partition of a session: what is wanted of it, and what the client was last told. Guarded by its session. */
final class SessionPartition {
    private static final long UNKNOWN = -1;

    private WantedPartition wanted;
    private long toldHighWatermark = UNKNOWN;
    private long toldLogStartOffset = UNKNOWN;

    SessionPartition(WantedPartition wanted) {
        this.wanted = wanted;
    }

    WantedPartition wanted() {
        return wanted;
    }

    void wants(WantedPartition newly) {
        wanted = newly;
    }

    /** Remembers what is told in a full answer, which names every partition. */
    void tell(PartitionData answer) {
        toldHighWatermark = answer.errorCode() == 0 ? answer.highWatermark() : UNKNOWN;
        toldLogStartOffset = answer.logStartOffset();
    }

    /** Whether there is anything in the answer that the client does not know; it is told if so. */
    boolean tellIfNew(PartitionData answer) {
        boolean news = hasRecords(answer)
                || answer.highWatermark() != toldHighWatermark
                || answer.logStartOffset() != toldLogStartOffset
                || answer.preferredReadReplica() >= 0
                || answer.errorCode() != 0
                || answer.divergingEpoch() != null;
        // An error is told again until it is over, and its end is news as well.
        tell(answer);
        return news;
    }

    static boolean hasRecords(PartitionData answer) {
        return answer.records() != null && answer.records().sizeInBytes() > 0;
    }
}
