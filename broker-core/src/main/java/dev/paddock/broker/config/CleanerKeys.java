package dev.paddock.broker.config;

import static dev.paddock.broker.config.SettingType.BOOLEAN;
import static dev.paddock.broker.config.SettingType.DOUBLE;
import static dev.paddock.broker.config.SettingType.INT;
import static dev.paddock.broker.config.SettingType.LONG;

import java.util.List;

/** How this broker compacts; what a topic can say for itself too is in {@link LogKeys}. */
final class CleanerKeys {
    static final SettingKey<Boolean> ENABLE = new SettingKey<>(
            "log.cleaner.enable",
            BOOLEAN,
            true,
            Check.any(),
            "Whether compacted topics are compacted; without it they grow and grow.");
    static final SettingKey<Integer> THREADS =
            new SettingKey<>("log.cleaner.threads", INT, 1, Check.atLeast(1), "How many logs are compacted at a time.");
    static final SettingKey<Long> DEDUPE_BYTES = new SettingKey<>(
            "log.cleaner.dedupe.buffer.size",
            LONG,
            128L << 20,
            Check.any(),
            "Memory for the keys of the logs that are being compacted, more than 1 MB for each thread; taken when it is needed.");
    static final SettingKey<Integer> IO_BUFFER_BYTES = new SettingKey<>(
            "log.cleaner.io.buffer.size",
            INT,
            512 << 10,
            Check.atLeast(0),
            "Memory to read and write with while compacting, of all threads together.");
    static final SettingKey<Double> LOAD_FACTOR = new SettingKey<>(
            "log.cleaner.io.buffer.load.factor",
            DOUBLE,
            0.9,
            new Check<>("above 0 and at most 1", factor -> factor > 0 && factor <= 1),
            "How full the memory for the keys may become.");
    static final SettingKey<Double> IO_BYTES_PER_SECOND = new SettingKey<>(
            "log.cleaner.io.max.bytes.per.second",
            DOUBLE,
            Double.MAX_VALUE,
            new Check<>("above 0", rate -> rate > 0),
            "How much all threads together may read and write in a second while compacting.");
    static final SettingKey<Long> BACKOFF_MS = new SettingKey<>(
            "log.cleaner.backoff.ms",
            LONG,
            15_000L,
            Check.atLeast(0),
            "After how long is looked again when there was nothing to compact.");

    static final List<SettingKey<?>> ALL =
            List.of(ENABLE, THREADS, DEDUPE_BYTES, IO_BUFFER_BYTES, LOAD_FACTOR, IO_BYTES_PER_SECOND, BACKOFF_MS);

    private CleanerKeys() {}
}
