package dev.paddock.log.clean;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.store.DirListener;
import dev.paddock.log.store.LogStore;
import dev.paddock.log.store.StoreSeams;
import dev.paddock.log.store.StoreSettings;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Writes to a compacted log until it is killed, while cleaners are at it all the time, and says what it did.
 *
 * <pre>
 *   s END EPOCH !   begins                   a END !   appended up to there
 *   T OFFSET !      about to truncate        t END !   done
 * </pre>
 *
 * The high watermark follows at a distance, and what is truncated is above it, as in a follower. What a record is follows from
 * its offset and its epoch.
 */
public final class CompactionCrashWriter {
    static final TopicPartition PARTITION = new TopicPartition("compacted", 0);
    static final int RECORDS = 3;
    private static final int KEYS = 40;
    private static final int TURNS = 10;
    private static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .segmentBytes(8 << 10)
            .indexIntervalBytes(512)
            .compact(true)
            .delete(false)
            .deleteRetentionMs(20)
            .minCleanableDirtyRatio(0)
            .fileDeleteDelayMs(5)
            .build();

    private CompactionCrashWriter() {}

    static LogStore open(Path folder, Executor owner, Optional<CleanerSettings> cleaner) throws IOException {
        StoreSettings settings = new StoreSettings(
                2, -1, -1, 20, 20, 20, new ProducerLimits(86_400_000, 1000), 1 << 20, 1 << 18, 20, 50, 5, cleaner);
        StoreSeams seams = new StoreSeams(
                partition -> owner,
                topic -> SETTINGS,
                new Complaining(),
                ByteBufAllocator.DEFAULT,
                System::currentTimeMillis);
        LogStore store = LogStore.open(List.of(new DiskLogDirectory(folder)), settings, seams);
        store.start();
        return store;
    }

    private static final class Complaining implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {
            System.out.println("offline " + cause);
        }

        @Override
        public void onAllOffline() {}
    }

    static int key(long offset, int epoch) {
        return (int) Math.floorMod(((offset * 31 + epoch) * 0x9E3779B97F4A7C15L) >>> 20, (long) KEYS);
    }

    /** Null for a tombstone. */
    static String value(long offset, int epoch) {
        return (offset + epoch) % 5 == 0 ? null : offset + "/" + epoch;
    }

    /** Arguments: the folder, the seed. */
    public static void main(String[] args) throws Exception {
        var owner = Executors.newSingleThreadExecutor();
        CleanerSettings cleaner = new CleanerSettings(1, 1 << 20, 0.9, 16 << 10, Double.MAX_VALUE, 1);
        LogStore store = open(Path.of(args[0]), owner, Optional.of(cleaner));
        PartitionLog log = store.open(PARTITION, new Uuid(5, 6), true).get();
        var random = new Random(Long.parseLong(args[1]));
        int[] epoch = {log.latestEpoch() + 1};
        System.out.println("s " + log.endOffset() + " " + epoch[0] + " !");
        while (true) {
            // Not for ever, so that the cleaner's wishes come in between.
            owner.submit(() -> {
                        for (int i = 0; i < TURNS; i++) {
                            turn(log, random, epoch, System.out);
                        }
                        return null;
                    })
                    .get();
            if (!store.cleaner().setAside().isEmpty()) {
                System.out.println("set aside " + store.cleaner().setAside());
            }
        }
    }

    /** The epoch rises with each truncation, so that what was written before can be told from what came after. */
    private static void turn(PartitionLog log, Random random, int[] epoch, PrintStream out) throws IOException {
        int kind = random.nextInt(100);
        if (kind == 0) {
            long above = (log.endOffset() - log.highWatermark()) / RECORDS;
            long offset = log.endOffset() - RECORDS * random.nextLong(above + 1);
            out.println("T " + offset + " !");
            out.flush();
            log.truncateTo(offset, System.currentTimeMillis());
            epoch[0]++;
            out.println("t " + log.endOffset() + " !");
        } else if (kind == 1) {
            log.flush();
        } else if (kind < 8) {
            log.raiseHighWatermark(log.endOffset() - RECORDS * random.nextInt(300));
        } else {
            append(log, epoch[0], random.nextInt(4) == 0 ? Compression.GZIP : Compression.NONE);
            out.println("a " + log.endOffset() + " !");
        }
        out.flush();
    }

    private static void append(PartitionLog log, int epoch, Compression codec) {
        long end = log.endOffset();
        BatchSettings settings = BatchSettings.of(BatchView.MAGIC_V2, codec, end);
        try (BatchBuilder builder = BatchBuilder.of(settings, ByteBufAllocator.DEFAULT)) {
            for (long offset = end; offset < end + RECORDS; offset++) {
                String value = value(offset, epoch);
                builder.append(
                        offset,
                        System.currentTimeMillis(),
                        Unpooled.buffer(4).writeInt(key(offset, epoch)),
                        value == null ? null : Unpooled.wrappedBuffer(value.getBytes(UTF_8)));
            }
            ByteBuf batch = builder.build();
            log.append(
                    new AppendRequest(batch, batch.readableBytes(), AppendOrigin.CLIENT),
                    epoch,
                    System.currentTimeMillis());
            batch.release();
        }
    }
}
