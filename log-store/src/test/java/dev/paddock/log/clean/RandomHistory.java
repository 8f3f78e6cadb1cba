package dev.paddock.log.clean;

import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.EndTxnMarker;
import dev.paddock.protocol.record.RecordHeader;
import dev.paddock.protocol.record.TimestampType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes batches as producers of all sorts would: old formats, all codecs, sequences, transactions, few keys. */
final class RandomHistory {
    private static final int PRODUCERS = 4;

    private final Random random;
    private final int keys;
    private final Map<Long, Integer> sequences = new HashMap<>();
    private final Map<Long, Short> epochs = new HashMap<>();
    private final Set<Long> open = new HashSet<>();
    /** Old formats come before new ones, as after an upgrade. */
    boolean allowsOldFormats;

    RandomHistory(Random random, int keys, boolean allowsOldFormats) {
        this.random = random;
        this.keys = keys;
        this.allowsOldFormats = allowsOldFormats;
    }

    /** A batch or a marker from an offset on; the caller owns it. */
    ByteBuf next(long offset, long nowMs) {
        allowsOldFormats &= random.nextInt(15) > 0;
        if (allowsOldFormats) {
            return old(offset, nowMs);
        }
        long id = 1000L + random.nextInt(PRODUCERS);
        return switch (random.nextInt(6)) {
            case 0, 1 -> records(offset, nowMs, BatchSettings.Producer.NONE);
            case 2 -> records(offset, nowMs, producer(id, false));
            case 3, 4 -> transactional(offset, nowMs, id + PRODUCERS);
            default -> marker(offset, nowMs, id + PRODUCERS);
        };
    }

    private ByteBuf old(long offset, long nowMs) {
        byte magic = (byte) random.nextInt(2);
        Compression codec = Compression.of(random.nextInt(4));
        int count = codec == Compression.NONE ? 1 : 1 + random.nextInt(5);
        return build(BatchSettings.of(magic, codec, offset), nowMs, count, random.nextInt(4) == 0);
    }

    private ByteBuf records(long offset, long nowMs, BatchSettings.Producer producer) {
        BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, Compression.of(random.nextInt(5)), offset)
                .with(producer);
        if (random.nextInt(8) == 0) {
            settings = settings.with(BatchSettings.Times.appendedAt(nowMs));
        }
        int count = 1 + random.nextInt(5);
        if (producer.id() >= 0) {
            sequences.merge(producer.id(), count, Integer::sum);
        }
        return build(settings, nowMs, count, random.nextInt(6) == 0);
    }

    private BatchSettings.Producer producer(long id, boolean isTransactional) {
        return new BatchSettings.Producer(
                id, epochs.getOrDefault(id, (short) 0), sequences.getOrDefault(id, 0), isTransactional);
    }

    private ByteBuf transactional(long offset, long nowMs, long id) {
        open.add(id);
        return records(offset, nowMs, producer(id, true));
    }

    /** Also one for a transaction that has written nothing here; with a new epoch now and then, as when fenced. */
    private ByteBuf marker(long offset, long nowMs, long id) {
        boolean wasOpen = open.remove(id);
        if (!wasOpen && random.nextBoolean()) {
            return records(offset, nowMs, BatchSettings.Producer.NONE);
        }
        if (random.nextInt(4) == 0) {
            epochs.merge(id, (short) 1, (a, b) -> (short) (a + b));
            sequences.put(id, 0);
        }
        BatchSettings.Producer producer =
                new BatchSettings.Producer(id, epochs.getOrDefault(id, (short) 0), BatchView.NO_SEQUENCE, true);
        BatchSettings settings =
                BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, offset).with(producer);
        return new EndTxnMarker(random.nextBoolean(), 3).batch(settings, nowMs, LogContent.ALLOCATOR);
    }

    /** The marker of one of the transactions that are open; null when none is. */
    ByteBuf endOne(long offset, long nowMs) {
        if (open.isEmpty()) {
            return null;
        }
        long id = open.iterator().next();
        open.remove(id);
        BatchSettings.Producer producer =
                new BatchSettings.Producer(id, epochs.getOrDefault(id, (short) 0), BatchView.NO_SEQUENCE, true);
        BatchSettings settings =
                BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, offset).with(producer);
        return new EndTxnMarker(random.nextBoolean(), 3).batch(settings, nowMs, LogContent.ALLOCATOR);
    }

    private ByteBuf build(BatchSettings settings, long nowMs, int count, boolean hasTombstones) {
        boolean isAppendTime = settings.times().type() == TimestampType.LOG_APPEND_TIME;
        try (BatchBuilder builder = BatchBuilder.of(settings, LogContent.ALLOCATOR)) {
            for (int i = 0; i < count; i++) {
                long offset = settings.baseOffset() + i;
                long timestamp = isAppendTime ? nowMs : nowMs - random.nextInt(3);
                ByteBuf value = hasTombstones && random.nextInt(3) > 0 ? null : value(offset);
                List<RecordHeader> headers = random.nextInt(5) == 0
                        ? List.of(new RecordHeader(Unpooled.wrappedBuffer(new byte[] {'h'}), value(offset)))
                        : List.of();
                builder.append(offset, timestamp, key(), value, headers);
            }
            return builder.build();
        }
    }

    private ByteBuf key() {
        // Before the topic was compacted a key was not needed.
        return random.nextInt(40) == 0 ? null : Unpooled.buffer(2).writeShort(random.nextInt(keys));
    }

    private ByteBuf value(long offset) {
        byte[] value = new byte[random.nextInt(10) == 0 ? 600 : random.nextInt(30)];
        random.nextBytes(value);
        return Unpooled.buffer().writeLong(offset).writeBytes(value);
    }
}
