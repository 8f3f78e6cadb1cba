package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.log.AppendRequest;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.producer.AppendOrigin;
import dev.paddock.log.producer.ProducerLimits;
import dev.paddock.log.testing.Batches;
import dev.paddock.protocol.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
 * Writes to a log until it is killed, and says what it did.
 *
 * <pre>
 *   a END    appended up to there        T OFFSET    about to truncate        R    about to delete old segments
 * </pre>
 */
public final class CrashWriter {
    static final TopicPartition PARTITION = new TopicPartition("crash", 0);
    static final Uuid TOPIC_ID = new Uuid(5, 6);
    static final int RECORDS = 3;
    static final int VALUE_BYTES = 40;
    private static final LogSettings SETTINGS = LogSettings.DEFAULTS
            .change()
            .segmentBytes(16 << 10)
            .indexIntervalBytes(512)
            .retentionBytes(256 << 10)
            .fileDeleteDelayMs(5)
            .build();

    private CrashWriter() {}

    static LogStore open(Path folder, Executor owner) throws IOException {
        StoreSettings settings = new StoreSettings(
                2,
                -1,
                -1,
                20,
                20,
                20,
                new ProducerLimits(86_400_000, 1000),
                1 << 20,
                1 << 18,
                20,
                50,
                5,
                Optional.empty());
        StoreSeams seams = new StoreSeams(
                partition -> owner,
                topic -> SETTINGS,
                new Silent(),
                ByteBufAllocator.DEFAULT,
                System::currentTimeMillis);
        LogStore store = LogStore.open(List.of(new DiskLogDirectory(folder)), settings, seams);
        store.start();
        return store;
    }

    /** Failures show by themselves in what is missing. */
    private static final class Silent implements DirListener {
        @Override
        public void onOffline(Path directory, Set<TopicPartition> partitions, Throwable cause) {}

        @Override
        public void onAllOffline() {}
    }

    /** Arguments: the folder, the seed. */
    public static void main(String[] args) throws Exception {
        var owner = Executors.newSingleThreadExecutor();
        LogStore store = open(Path.of(args[0]), owner);
        PartitionLog log = store.open(PARTITION, TOPIC_ID, true).get();
        var random = new Random(Long.parseLong(args[1]));
        owner.submit(() -> {
                    write(log, random, System.out);
                    return null;
                })
                .get();
    }

    /** Never returns. The epoch rises with each truncation, so that what was written before can be told from what came after. */
    private static void write(PartitionLog log, Random random, PrintStream out) throws IOException {
        int epoch = log.latestEpoch() + 1;
        while (true) {
            int kind = random.nextInt(100);
            if (kind == 0) {
                long offset = Math.max(log.startOffset(), log.endOffset() - RECORDS * random.nextInt(400));
                out.println("T " + offset);
                log.truncateTo(offset, System.currentTimeMillis());
                epoch++;
            } else if (kind == 1) {
                out.println("R");
                log.retain(System.currentTimeMillis());
            } else if (kind == 2) {
                log.flush();
            } else {
                append(log, epoch);
                out.println("a " + log.endOffset());
            }
            out.flush();
        }
    }

    private static void append(PartitionLog log, int epoch) {
        long end = log.endOffset();
        ByteBuf batch = Batches.v2(end, 0, VALUE_BYTES, end, end + 1, end + 2);
        log.append(new AppendRequest(batch, batch.capacity(), AppendOrigin.CLIENT), epoch, System.currentTimeMillis());
        batch.release();
        log.raiseHighWatermark(log.endOffset());
    }
}
