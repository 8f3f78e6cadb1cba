package dev.paddock.log.clean;

/** Counts what one cleaning of one log does. Belongs to the cleaner's thread. */
final class CleaningStats {
    long mappedBytes;
    long readBytes;
    long readRecords;
    long writtenBytes;
    long writtenRecords;
    /** In a compacted log each record needs a key; those of a time before it was compacted are dropped. */
    long recordsWithoutKey;

    double mapUtilization;

    @Override
    public String toString() {
        return "indexed " + mappedBytes + " bytes (map " + Math.round(100 * mapUtilization) + "% full), read "
                + readBytes
                + " bytes with " + readRecords + " records, wrote " + writtenBytes + " bytes with " + writtenRecords
                + " records"
                + (recordsWithoutKey == 0 ? "" : ", dropped " + recordsWithoutKey + " records without a key");
    }
}
