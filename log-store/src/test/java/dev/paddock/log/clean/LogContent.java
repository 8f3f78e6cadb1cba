package dev.paddock.log.clean;

import dev.paddock.log.segment.LogSegment;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.EndTxnMarker;
import dev.paddock.protocol.record.RecordCursor;
import dev.paddock.protocol.record.RecordView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a log holds, read batch by batch, with every checksum looked at. */
record LogContent(List<Batch> batches) {

    /** @param marker null when it is none */
    record Batch(
            long baseOffset,
            long lastOffset,
            byte magic,
            int codec,
            int leaderEpoch,
            Producer producer,
            boolean isControl,
            EndTxnMarker marker,
            long deleteHorizonMs,
            long maxTimestamp,
            List<Record> records) {}

    record Producer(long id, short epoch, int baseSequence, boolean isTransactional) {}

    /** Key, value and headers in hexadecimal digits; null as in the record. */
    record Record(long offset, long timestamp, String key, String value, String headers) {}

    /** Counts what is not given back; the leak detector would look at every byte that is read. */
    static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    static LogContent of(List<LogSegment> segments) throws IOException {
        List<Batch> batches = new ArrayList<>();
        for (LogSegment segment : segments) {
            try (BatchReader reader = new BatchReader(segment, 0, 4096, ALLOCATOR)) {
                while (reader.fill() > 0) {
                    while (reader.next()) {
                        batches.add(read(reader.batch()));
                    }
                }
            }
        }
        return new LogContent(batches);
    }

    static Batch read(BatchView batch) {
        List<Record> records = new ArrayList<>();
        EndTxnMarker marker = null;
        try (RecordCursor cursor = RecordCursor.over(batch, ALLOCATOR)) {
            while (cursor.next()) {
                RecordView record = cursor.record();
                marker = batch.isControl() ? EndTxnMarker.of(record) : null;
                records.add(new Record(
                        record.offset(),
                        record.timestamp(),
                        hex(record.key()),
                        hex(record.value()),
                        record.headerCount() + " " + hex(record.rawHeaders())));
            }
        }
        return new Batch(
                batch.baseOffset(),
                batch.lastOffset(),
                batch.magic(),
                records.isEmpty() ? 0 : batch.codec(),
                batch.leaderEpoch(),
                new Producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence(), batch.isTransactional()),
                batch.isControl(),
                marker,
                batch.hasDeleteHorizon() ? batch.baseTimestamp() : -1,
                batch.maxTimestamp(),
                records);
    }

    private static String hex(ByteBuf bytes) {
        return bytes == null ? null : ByteBufUtil.hexDump(ByteBufUtil.getBytes(bytes));
    }

    List<Record> records() {
        return batches.stream()
                .filter(batch -> !batch.isControl())
                .flatMap(batch -> batch.records().stream())
                .toList();
    }
}
