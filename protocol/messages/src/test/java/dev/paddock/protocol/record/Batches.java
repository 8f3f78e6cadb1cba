package dev.paddock.protocol.record;

import dev.paddock.protocol.peer.KafkaRecords;
import dev.paddock.protocol.peer.PlainRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches in tests: plain records into bytes and back, with our classes. */
final class Batches {
    static final PooledByteBufAllocator ALLOC = PooledByteBufAllocator.DEFAULT;
    static final ValidationRules RULES = new ValidationRules(
            "topic-0",
            (short) 9,
            false,
            TimestampType.CREATE_TIME,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            null,
            Compression.DEFAULT_LEVEL,
            10 << 20,
            1 << 30,
            ValidationRules.CONTENT_BYTES_MAX_DEFAULT);

    private Batches() {}

    static BatchSettings settings(KafkaRecords.Header header) {
        BatchSettings settings =
                BatchSettings.of(header.magic(), Compression.named(header.codec()), header.baseOffset());
        if (header.isAppendTime()) {
            settings = settings.with(BatchSettings.Times.appendedAt(header.appendTimeMs()));
        }
        settings = settings.with(new BatchSettings.Producer(
                header.producerId(), header.producerEpoch(), header.baseSequence(), header.isTransactional()));
        return header.isControl() ? settings.asControl() : settings;
    }

    static byte[] build(KafkaRecords.Header header, List<PlainRecord> records) {
        return take(builder(settings(header), records));
    }

    static ByteBuf builder(BatchSettings settings, List<PlainRecord> records) {
        try (BatchBuilder builder = BatchBuilder.of(settings, ALLOC)) {
            for (PlainRecord record : records) {
                List<RecordHeader> headers = record.headers().stream()
                        .map(header -> new RecordHeader(text(header.key()), wrap(header.value())))
                        .toList();
                builder.append(record.offset(), record.timestamp(), wrap(record.key()), wrap(record.value()), headers);
            }
            return builder.build();
        }
    }

    private static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf wrap(String hex) {
        return hex == null ? null : Unpooled.wrappedBuffer(PlainRecord.bytes(hex));
    }

    /** A direct copy, as a frame has it, with something before and behind. */
    static ByteBuf direct(byte[] bytes) {
        ByteBuf buffer = ALLOC.directBuffer(bytes.length + 10);
        buffer.writeZero(3).readerIndex(3);
        return buffer.writeBytes(bytes);
    }

    static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.getBytes(buffer.readerIndex(), bytes);
        return bytes;
    }

    static byte[] take(ByteBuf buffer) {
        try {
            return bytes(buffer);
        } finally {
            buffer.release();
        }
    }

    /** All records of all whole batches. */
    static List<PlainRecord> read(byte[] bytes) {
        ByteBuf buffer = direct(bytes);
        try {
            return read(buffer);
        } finally {
            buffer.release();
        }
    }

    static List<PlainRecord> read(ByteBuf buffer) {
        List<PlainRecord> records = new ArrayList<>();
        BatchView batch = new BatchView();
        int at = buffer.readerIndex();
        while (BatchView.isWhole(buffer, at, buffer.writerIndex())) {
            batch.wrap(buffer, at);
            at = batch.endIndex();
            try (RecordCursor cursor = RecordCursor.over(batch, ALLOC)) {
                while (cursor.next()) {
                    records.add(plain(cursor.record()));
                }
            }
        }
        return records;
    }

    static PlainRecord plain(RecordView record) {
        List<PlainRecord.PlainHeader> headers = new ArrayList<>();
        for (HeaderCursor header = record.headers(); header.next(); ) {
            headers.add(
                    new PlainRecord.PlainHeader(header.key().toString(StandardCharsets.UTF_8), hex(header.value())));
        }
        return new PlainRecord(record.offset(), record.timestamp(), hex(record.key()), hex(record.value()), headers);
    }

    private static String hex(ByteBuf buffer) {
        return buffer == null ? null : PlainRecord.hex(bytes(buffer));
    }

    /** Makes the checksums of all batches right, whatever else is wrong with them. */
    static byte[] withRightChecksums(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        int at = 0;
        while (BatchView.isWhole(buffer, at, buffer.writerIndex())) {
            BatchView batch = new BatchView().wrap(buffer, at);
            buffer.setInt(at + (batch.magic() >= 2 ? 17 : 12), (int) batch.computedCrc());
            at = batch.endIndex();
        }
        return bytes;
    }
}
