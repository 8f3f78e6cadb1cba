package dev.paddock.log.store;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a store is given by those around it.
 *
 * @param owners the thread that a partition's log belongs to
 * @param settings of a topic, by its name; asked from any thread, and answers at once
 */
public record StoreSeams(
        Function<TopicPartition, Executor> owners,
        Function<String, LogSettings> settings,
        DirListener listener,
        ByteBufAllocator allocator,
        LongSupplier clockMs) {}
