package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.clean.CleanableLog;
import dev.paddock.log.clean.OwnedLog;
import dev.paddock.log.log.PartitionLog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs that cleaners look at: all that are open, and of the others those that seem to need it, some at a time; the rest of
 * thousands stays closed. One thread at a time.
 */
final class CompactedLogs {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedLogs.class);
    /** Opened in one go: the cleaners have something to do then, and look again when it is done. */
    private static final int OPENED_AT_ONCE_MAX = 16;

    private final PartitionTable table;
    private final StoreSeams seams;
    private final Function<StoredPartition, CompletableFuture<PartitionLog>> opener;
    private Map<StoredPartition, UnopenedCompaction> unopened = Map.of();
    /** It was logged why, and would be again; somebody who needs their records may have more luck. */
    private final Set<StoredPartition> cannotBeOpened = ConcurrentHashMap.newKeySet();

    CompactedLogs(
            PartitionTable table, StoreSeams seams, Function<StoredPartition, CompletableFuture<PartitionLog>> opener) {
        this.table = table;
        this.seams = seams;
        this.opener = opener;
    }

    /** Where a log was cleaned to, as its cleaner's checkpoint says. */
    interface CleanedTo {
        OptionalLong of(StoredPartition stored) throws IOException;
    }

    List<CleanableLog> get(List<StoreDirectory> directories, CleanedTo cleanedTo, DirFailures failures) {
        List<CleanableLog> logs = new ArrayList<>();
        table.opened().forEach(log -> logs.add(new OwnedLog(log)));
        Map<StoredPartition, UnopenedCompaction> known = new HashMap<>();
        int opening = 0;
        for (StoreDirectory directory : directories) {
            for (StoredPartition stored : directory.isOnline() ? table.in(directory) : List.<StoredPartition>of()) {
                LogSettings settings = isUnopened(stored)
                        ? seams.settings().apply(stored.partition().topic())
                        : null;
                if (settings == null || !settings.compact()) {
                    continue;
                }
                try {
                    UnopenedCompaction facts = unopened.get(stored);
                    facts = facts == null ? UnopenedCompaction.of(stored, cleanedTo.of(stored)) : facts;
                    known.put(stored, facts);
                    if (opening < OPENED_AT_ONCE_MAX
                            && facts.mayBeDue(settings, seams.clockMs().getAsLong())) {
                        opening++;
                        logs.add(new UnopenedLog(stored, settings, this::open));
                    }
                } catch (NoSuchFileException e) {
                    LOG.debug("{} was deleted meanwhile", stored.partition(), e);
                } catch (IOException e) {
                    failures.failed(directory.directory(), e);
                }
            }
        }
        unopened = known;
        return logs;
    }

    private boolean isUnopened(StoredPartition stored) {
        return stored.opening() == null
                && stored.deletion() == null
                && !stored.isNew()
                && !cannotBeOpened.contains(stored);
    }

    private CompletableFuture<PartitionLog> open(StoredPartition stored) {
        CompletableFuture<PartitionLog> opening = opener.apply(stored);
        var unused = opening.whenComplete((log, error) -> {
            if (error != null) {
                cannotBeOpened.add(stored);
            }
        });
        return opening;
    }
}
