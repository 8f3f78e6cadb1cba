package dev.paddock.log.clean;

import io.netty.buffer.ByteBufAllocator;
import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the cleaners are given by those around them.
 *
 * @param logs that are open now, compacted or not; any thread
 * @param secrets random and hard to guess: with them keys are hashed
 */
public record CleanerSeams(
        Supplier<? extends Collection<? extends CleanableLog>> logs,
        CleanerListener listener,
        ByteBufAllocator alloc,
        LongSupplier clockMs,
        LongSupplier nanoClock,
        LongSupplier secrets) {}
