package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.LogWatcher;
import java.io.IOException;

/** Hears what happens to the logs of a store. Any thread. */
final class StoreWatcher implements LogWatcher {
    private final PartitionTable table;
    private final DirFailures failures;
    private final StoreCleaning cleaning;

    StoreWatcher(PartitionTable table, DirFailures failures, StoreCleaning cleaning) {
        this.table = table;
        this.failures = failures;
        this.cleaning = cleaning;
    }

    @Override
    public void onFailure(LogDirectory directory, Throwable cause) {
        failures.failed(directory, cause);
    }

    @Override
    public void beforeTruncation(TopicPartition partition, long offset) throws IOException {
        StoredPartition stored = table.get(partition);
        if (stored == null) {
            return;
        }
        cleaning.truncating(stored, offset);
        if (stored.directory().checkpoints().anyAbove(partition, offset)) {
            table.writeCheckpoints(stored.directory());
        }
    }
}
