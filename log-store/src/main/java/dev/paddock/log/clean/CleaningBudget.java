package dev.paddock.log.clean;

import io.netty.buffer.ByteBufAllocator;

/**
 * What one cleaner's thread may use.
 *
 * @param mapBytes of memory for the keys
 * @param loadFactor how full that may become
 * @param bufferBytes to read with; as much again to write with
 */
record CleaningBudget(long mapBytes, double loadFactor, int bufferBytes, ByteBufAllocator alloc) {}
