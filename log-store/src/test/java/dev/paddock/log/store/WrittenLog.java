package dev.paddock.log.store;

import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.RecordCursor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lay in a partition's log files before they were damaged. */
final class WrittenLog {
    /** @param segment the name of the log file */
    record Batch(String segment, int position, long baseOffset, long nextOffset, byte[] bytes) {
        long end() {
            return position + (long) bytes.length;
        }
    }

    record Record(long offset, long timestamp) {}

    final TreeMap<Long, Batch> batches = new TreeMap<>();
    final List<Record> records = new ArrayList<>();

    static WrittenLog in(Path folder) throws IOException {
        WrittenLog written = new WrittenLog();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                written.add(file);
            }
        }
        return written;
    }

    private void add(Path file) throws IOException {
        ByteBuf bytes = Unpooled.wrappedBuffer(Files.readAllBytes(file));
        BatchView view = new BatchView();
        for (int at = 0; at < bytes.writerIndex(); at = view.endIndex()) {
            view.wrap(bytes, at);
            byte[] batch = new byte[view.sizeInBytes()];
            bytes.getBytes(at, batch);
            batches.put(
                    view.baseOffset(),
                    new Batch(file.getFileName().toString(), at, view.baseOffset(), view.nextOffset(), batch));
            try (RecordCursor cursor = RecordCursor.over(view, ByteBufAllocator.DEFAULT)) {
                while (cursor.next()) {
                    records.add(
                            new Record(cursor.record().offset(), cursor.record().timestamp()));
                }
            }
        }
    }

    long endOffset() {
        return batches.isEmpty() ? 0 : batches.lastEntry().getValue().nextOffset();
    }

    /** Null when there is none. */
    Record firstAsYoungAs(long timestamp, long from, long end) {
        return records.stream()
                .filter(record -> record.offset >= from && record.offset < end && record.timestamp >= timestamp)
                .findFirst()
                .orElse(null);
    }

    /** The first batch that a damage touches; null when none does. */
    Batch firstHit(Damage damage) {
        return batches.values().stream()
                .filter(batch -> batch.segment.equals(damage.name()) && batch.end() > damage.from())
                .findFirst()
                .orElse(null);
    }
}
