package dev.paddock.log.epoch;

/** Where a leader epoch ends: the offset behind its last record. Both are -1 when that is not known. */
public record EpochEnd(int epoch, long endOffset) {
    public static final EpochEnd UNKNOWN = new EpochEnd(LeaderEpochs.NONE, -1);

    public boolean isKnown() {
        return epoch != LeaderEpochs.NONE;
    }
}
