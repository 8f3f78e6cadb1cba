package dev.paddock.log.store;

import dev.paddock.log.PartitionFolder;
import dev.paddock.log.io.DiskFullException;
import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes partitions: their folder gets another name at once, by which the next start knows it too, and goes after a while,
 * when nobody is reading from it any more. Any thread.
 */
final class PartitionDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionDeletion.class);

    private final PartitionTable table;
    private final DirFailures failures;
    private final StoreCleaning cleaning;
    private final StoreParts parts;
    private final long delayMs;

    PartitionDeletion(
            PartitionTable table, DirFailures failures, StoreCleaning cleaning, StoreParts parts, long delayMs) {
        this.table = table;
        this.failures = failures;
        this.cleaning = cleaning;
        this.parts = parts;
        this.delayMs = delayMs;
    }

    /** What the last run did not come to. */
    void finish(StoreDirectory directory) {
        directory.deleted().forEach(folder -> deleteLater(directory, folder));
    }

    CompletableFuture<Void> delete(StoredPartition stored, Executor owner) {
        if (!stored.beginDeletion()) {
            return stored.deletion();
        }
        CompletableFuture<PartitionLog> opening = stored.opening();
        CompletableFuture<PartitionLog> settled =
                opening == null ? CompletableFuture.completedFuture(null) : opening.exceptionally(error -> null);
        // A cleaner must not write into the folder of the next one of that name.
        settled.thenAcceptBoth(cleaning.letGo(stored), (log, free) -> {
            if (log == null) {
                rename(stored);
            } else {
                owner.execute(() -> {
                    log.abandon();
                    rename(stored);
                });
            }
        });
        return stored.deletion();
    }

    private void rename(StoredPartition stored) {
        stored.directory().threads().execute(() -> {
            try {
                renameNow(stored);
                cleaning.deleted(stored);
                table.remove(stored);
                stored.deletion().complete(null);
            } catch (IOException e) {
                if (!DiskFullException.isCauseOf(e)) {
                    failures.failed(stored.directory().directory(), e);
                }
                stored.deletion().completeExceptionally(e);
            }
        });
    }

    private void renameNow(StoredPartition stored) throws IOException {
        StoreDirectory directory = stored.directory();
        LogDirectory disk = directory.directory();
        String live = stored.partition().toString();
        if (!disk.exists(live)) {
            return;
        }
        String unique = UUID.randomUUID().toString().replace("-", "");
        String folder = PartitionFolder.of(stored.partition(), PartitionFolder.Kind.DELETED, unique)
                .name();
        disk.rename(live, folder);
        disk.forceFolder("");
        LOG.info("{}: {} is deleted, its files go in {} ms", disk.path(), stored.partition(), delayMs);
        deleteLater(directory, folder);
    }

    private void deleteLater(StoreDirectory directory, String folder) {
        parts.later(directory)
                .run(
                        () -> {
                            try {
                                directory.directory().deleteFolder(folder);
                            } catch (IOException e) {
                                LOG.error(
                                        "{}: cannot delete {}",
                                        directory.directory().path(),
                                        folder,
                                        e);
                                failures.failed(directory.directory(), e);
                            }
                        },
                        delayMs);
    }
}
