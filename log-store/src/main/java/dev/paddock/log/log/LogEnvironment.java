package dev.paddock.log.log;

import dev.paddock.log.producer.ProducerLimits;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.Executor;

/**
 * What all logs of a store share.
 *
 * @param io carries out what blocks
 * @param later carries out after a delay, on a thread that may block
 */
public record LogEnvironment(
        Executor io,
        Later later,
        TailMemory tails,
        ByteBufAllocator allocator,
        LogWatcher watcher,
        ProducerLimits producerLimits) {

    /** Does something after a time. */
    public interface Later {
        void run(Runnable task, long delayMs);
    }
}
