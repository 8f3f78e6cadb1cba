package dev.paddock.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.producer.ProducerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a log was before any compaction, and what has to be true of it afterwards. */
final class CompactionModel {
    private final List<LogContent.Batch> batches = new ArrayList<>();
    private final Map<Long, LogContent.Record> byOffset = new HashMap<>();
    private final Map<Long, Long> firstCleanedMs = new HashMap<>();
    /** Their tombstones go by the time of files, which is of no meaning here. */
    private final Set<Long> ofOldFormats = new HashSet<>();

    void add(LogContent.Batch batch) {
        batches.add(batch);
        batch.records().forEach(record -> byOffset.put(record.offset(), record));
        if (batch.magic() < 2) {
            batch.records().forEach(record -> ofOldFormats.add(record.offset()));
        }
    }

    /**
     * What consumers of committed records were given, which is what counts, of what has been decided below an offset.
     * Null stands for a tombstone.
     */
    private TreeMap<Long, LogContent.Record> committed(List<LogContent.Batch> log, long stableOffset) {
        TreeMap<Long, LogContent.Record> committed = new TreeMap<>();
        Map<Long, List<LogContent.Record>> open = new HashMap<>();
        for (LogContent.Batch batch : log) {
            if (batch.baseOffset() >= stableOffset && !batch.isControl()) {
                continue;
            }
            long id = batch.producer().id();
            if (batch.marker() != null) {
                List<LogContent.Record> ended = open.remove(id);
                if (ended != null && batch.marker().isCommit()) {
                    ended.forEach(record -> committed.put(record.offset(), record));
                }
            } else if (batch.producer().isTransactional()) {
                open.computeIfAbsent(id, key -> new ArrayList<>()).addAll(batch.records());
            } else {
                batch.records().forEach(record -> committed.put(record.offset(), record));
            }
        }
        return committed;
    }

    private static Map<String, LogContent.Record> last(TreeMap<Long, LogContent.Record> records) {
        Map<String, LogContent.Record> last = new HashMap<>();
        records.values().stream()
                .filter(record -> record.key() != null)
                .forEach(record -> last.put(record.key(), record));
        return last;
    }

    /** @param cleanedTo where the cleaning ended */
    void cleaned(long cleanedTo, long nowMs) {
        for (LogContent.Batch batch : batches) {
            if (batch.lastOffset() < cleanedTo) {
                batch.records().forEach(record -> firstCleanedMs.putIfAbsent(record.offset(), nowMs));
            }
        }
    }

    record Moment(long cleanedTo, long stableOffset, long nowMs, long deleteRetentionMs) {}

    void verify(LogContent log, Moment at, List<ProducerEntry> producers) {
        changesNoRecord(log);
        keepsTheLastOfEachKey(log, at);
        keepsNothingElse(log, at);
        keepsMarkersOfWhatIsThere(log);
        keepsTheLastOfEachProducer(log, producers);
    }

    private void changesNoRecord(LogContent log) {
        long next = -1;
        for (LogContent.Batch batch : log.batches()) {
            assertThat(batch.baseOffset()).isGreaterThanOrEqualTo(next);
            next = batch.lastOffset() + 1;
            for (LogContent.Record record : batch.records()) {
                assertThat(record).isEqualTo(byOffset.get(record.offset()));
            }
        }
        LogContent.Batch last = batches.get(batches.size() - 1);
        // The formats 0 and 1 cannot say that there was something at the end.
        if (last.magic() == 2) {
            assertThat(next).as("the end").isEqualTo(last.lastOffset() + 1);
        }
    }

    private void keepsTheLastOfEachKey(LogContent log, Moment at) {
        Map<String, LogContent.Record> expected = last(committed(batches, at.stableOffset()));
        Map<String, LogContent.Record> found = last(committed(log.batches(), at.stableOffset()));
        expected.forEach((key, record) -> {
            LogContent.Record kept = found.remove(key);
            long cleanedMs = firstCleanedMs.getOrDefault(record.offset(), Long.MAX_VALUE / 2);
            boolean mayBeGone = record.value() == null
                    && (ofOldFormats.contains(record.offset()) || cleanedMs + at.deleteRetentionMs() <= at.nowMs());
            if (kept != null || !mayBeGone) {
                assertThat(kept).as("the last of key %s", key).isEqualTo(record);
            }
        });
        assertThat(found).as("keys that were deleted").isEmpty();
    }

    private void keepsNothingElse(LogContent log, Moment at) {
        Set<Long> committed = committed(batches, at.stableOffset()).keySet();
        Set<String> seen = new HashSet<>();
        for (LogContent.Record record : log.records()) {
            if (record.offset() < at.cleanedTo()) {
                assertThat(committed).as("not aborted").contains(record.offset());
                assertThat(record.key()).as("key of %s", record).isNotNull();
                assertThat(seen.add(record.key()))
                        .as("only %s of its key", record)
                        .isTrue();
            }
        }
    }

    private void keepsMarkersOfWhatIsThere(LogContent log) {
        Set<Long> markers = new HashSet<>();
        log.batches().stream()
                .filter(batch -> batch.marker() != null)
                .forEach(batch -> markers.add(batch.baseOffset()));
        Map<Long, Boolean> open = new HashMap<>();
        Set<Long> present = new HashSet<>();
        log.batches().forEach(batch -> batch.records().forEach(record -> present.add(record.offset())));
        for (LogContent.Batch batch : batches) {
            long id = batch.producer().id();
            if (batch.marker() != null) {
                if (open.getOrDefault(id, false)) {
                    assertThat(markers)
                            .as("the marker of records that are there")
                            .contains(batch.baseOffset());
                }
                open.remove(id);
            } else if (batch.producer().isTransactional()) {
                open.merge(
                        id, batch.records().stream().anyMatch(r -> present.contains(r.offset())), Boolean::logicalOr);
            }
        }
    }

    private void keepsTheLastOfEachProducer(LogContent log, List<ProducerEntry> producers) {
        for (ProducerEntry producer : producers) {
            if (producer.hasBatch()) {
                assertThat(log.batches())
                        .as("the last batch of %s", producer)
                        .anyMatch(batch -> batch.lastOffset() == producer.lastOffset()
                                && batch.producer().id() == producer.producerId()
                                && batch.producer().epoch() <= producer.epoch()
                                && batch.baseOffset() == producer.lastOffset() - producer.offsetDelta());
            }
        }
    }
}
