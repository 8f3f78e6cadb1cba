package dev.paddock.broker;

import static dev.paddock.broker.RecordRequests.ask;
import static dev.paddock.broker.RecordRequests.batch;
import static dev.paddock.broker.RecordRequests.fetch;
import static dev.paddock.broker.RecordRequests.from;
import static dev.paddock.broker.RecordRequests.only;
import static dev.paddock.broker.RecordRequests.produce;
import static dev.paddock.broker.RecordRequests.records;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.net.RawClient;
import dev.paddock.broker.net.TestServer;
import dev.paddock.protocol.message.FetchRequest.FetchPartition;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers and waiting consumers at once, over several shards: no wake-up is lost, nothing comes twice or in disorder. */
class ServingUnderLoadTest {
    private static final int PARTITIONS = 5;
    private static final int RECORDS_EACH = 150;
    private static final int VERSION = 12;

    @TempDir
    private Path folder;

    @Test
    void shouldServeEveryRecordOnceAndInOrderFromMemory() throws Exception {
        run(Map.of("paddock.shards", "3"));
    }

    @Test
    void shouldServeEveryRecordOnceAndInOrderFromTheDisk() throws Exception {
        run(Map.of("paddock.shards", "3", "paddock.tail.bytes", "0", "log.segment.bytes", "3000"));
    }

    private void run(Map<String, String> settings) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServingHarness broker = new ServingHarness(folder, settings)) {
            broker.create("orders", PARTITIONS, Map.of());
            List<Future<?>> running = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                running.add(threads.submit(producer(broker, partition)));
            }
            for (int consumer = 0; consumer < 3; consumer++) {
                running.add(threads.submit(consumer(broker, consumer)));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
            TestServer.await("nobody to wait", () -> broker.gauge("paddock_fetches_waiting") == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> producer(ServingHarness broker, int partition) {
        return () -> {
            try (RawClient client = broker.connect()) {
                for (int i = 0; i < RECORDS_EACH; i++) {
                    assertThat(only(ask(
                                            client,
                                            produce("orders", partition, i % 2 == 0 ? 1 : -1, batch("r" + i)),
                                            VERSION))
                                    .baseOffset())
                            .isEqualTo(i);
                }
            }
            return null;
        };
    }

    /** Waits for different amounts; the waits are long, so that one that is not woken fails the test. */
    private static Callable<Void> consumer(ServingHarness broker, int seed) {
        return () -> {
            Random random = new Random(seed);
            long[] next = new long[PARTITIONS];
            try (RawClient client = broker.connect()) {
                while (isUnfinished(next)) {
                    read(client, next, 1 + random.nextInt(200));
                }
            }
            return null;
        };
    }

    private static void read(RawClient client, long[] next, int bytesMin) throws IOException {
        List<FetchPartition> wanted = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (next[partition] < RECORDS_EACH) {
                wanted.add(from(partition, next[partition]));
            }
        }
        // The last records alone may be fewer bytes than are waited for.
        int waitMs = isNearTheEnd(next) ? 20 : 50_000;
        FetchResponse response = ask(
                client,
                fetch("orders", wanted.toArray(FetchPartition[]::new))
                        .maxWaitMs(waitMs)
                        .minBytes(bytesMin),
                VERSION);
        for (PartitionData partition : response.responses().get(0).partitions()) {
            assertThat(partition.errorCode()).isZero();
            for (String record : records(partition)) {
                long offset = next[partition.partitionIndex()];
                // A batch from the disk or memory begins where the last one ended, as each has one record.
                assertThat(record).isEqualTo(offset + ":r" + offset);
                next[partition.partitionIndex()]++;
            }
        }
    }

    private static boolean isNearTheEnd(long[] next) {
        for (long offset : next) {
            if (offset < RECORDS_EACH - 5) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnfinished(long[] next) {
        for (long offset : next) {
            if (offset < RECORDS_EACH) {
                return true;
            }
        }
        return false;
    }
}
