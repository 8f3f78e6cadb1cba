package dev.paddock.log.epoch;

import static dev.paddock.log.peer.KafkaClasses.call;
import static dev.paddock.log.peer.KafkaClasses.callStatic;
import static dev.paddock.log.peer.KafkaClasses.create;
import static dev.paddock.log.peer.KafkaClasses.field;
import static dev.paddock.log.peer.KafkaClasses.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.peer.Seeds;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the same to ours and to Kafka's LeaderEpochFileCache, and compares all that can be asked. */
class LeaderEpochsLikeKafkaTest {
    private static final Class<?> FILE = type("storage.internals.checkpoint.LeaderEpochCheckpointFile");

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerAsKafkaDoes() {
        Seeds.each(15, this::compare);
    }

    private void compare(Random random) {
        Object theirs = theirs();
        LeaderEpochs ours = new LeaderEpochs();
        for (int step = 0; step < 60; step++) {
            int epoch = Math.max(0, ours.latest() + random.nextInt(4) - 1);
            long offset = random.nextInt(200);
            switch (random.nextInt(6)) {
                case 0 -> {
                    ours.truncateFromEnd(offset);
                    call(theirs, "truncateFromEndAsyncFlush", offset);
                }
                case 1 -> {
                    ours.truncateFromStart(offset / 4);
                    call(theirs, "truncateFromStartAsyncFlush", offset / 4);
                }
                default -> {
                    ours.assign(epoch, offset);
                    call(theirs, "assign", epoch, offset);
                }
            }
            assertSame(ours, theirs, random);
        }
        assertSameFile(ours, theirs);
        call(theirs, "clearAndFlush");
    }

    private static void assertSame(LeaderEpochs ours, Object theirs, Random random) {
        List<EpochStart> entries = ((List<?>) call(theirs, "epochEntries"))
                .stream()
                        .map(entry -> new EpochStart((int) field(entry, "epoch"), (long) field(entry, "startOffset")))
                        .toList();
        assertThat(ours.starts()).isEqualTo(entries);
        assertThat(ours.latest()).isEqualTo(number(call(theirs, "latestEpoch")));
        int epoch = random.nextInt(ours.latest() + 5) - 1;
        long offset = random.nextInt(210);
        Map.Entry<?, ?> end = (Map.Entry<?, ?>) call(theirs, "endOffsetFor", epoch, offset);
        assertThat(ours.endOffsetFor(epoch, offset)).isEqualTo(new EpochEnd((int) end.getKey(), (long) end.getValue()));
        assertThat(ours.epochFor(offset)).isEqualTo(number(call(theirs, "epochForOffset", offset)));
        assertThat(ours.previous(epoch)).isEqualTo(number(call(theirs, "previousEpoch", epoch)));
        assertThat(ours.next(epoch)).isEqualTo(number(call(theirs, "nextEpoch", epoch)));
    }

    private void assertSameFile(LeaderEpochs ours, Object theirs) {
        Path file = folder.resolve(LeaderEpochCodec.FILE_NAME);
        try {
            call(checkpoint(), "write", call(theirs, "epochEntries"));
            assertThat(Files.readAllBytes(file)).isEqualTo(LeaderEpochCodec.encode(ours));
            assertThat(LeaderEpochCodec.decode(Files.readAllBytes(file), "file").starts())
                    .isEqualTo(ours.starts());

            Files.write(file, LeaderEpochCodec.encode(ours));
            assertThat(call(checkpoint(), "read")).isEqualTo(call(theirs, "epochEntries"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object theirs() {
        Object partition = create("common.TopicPartition", "topic", 0);
        Class<?> scheduler = type("server.util.Scheduler");
        // It writes the file in the background, which is not compared.
        Object idle = Proxy.newProxyInstance(
                scheduler.getClassLoader(), new Class<?>[] {scheduler}, (proxy, method, arguments) -> null);
        return create("storage.internals.epoch.LeaderEpochFileCache", partition, checkpoint(), idle);
    }

    private Object checkpoint() {
        File file = (File) callStatic(FILE, "newFile", folder.toFile());
        return create(FILE.getName().substring("org.apache.kafka.".length()), file, null);
    }

    private static int number(Object optional) {
        return ((OptionalInt) optional).orElse(LeaderEpochs.NONE);
    }
}
