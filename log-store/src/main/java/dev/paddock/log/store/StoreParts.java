package dev.paddock.log.store;

import dev.paddock.log.io.OpenFiles;
import dev.paddock.log.log.LogEnvironment;
import dev.paddock.log.log.LogWatcher;
import dev.paddock.log.log.TailMemory;
import dev.paddock.log.producer.ProducerLimits;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the logs of a store share, over all log dirs. Any thread. */
record StoreParts(
        OpenFiles openFiles,
        TailMemory tails,
        ProducerLimits producerLimits,
        LogWatcher watcher,
        ScheduledExecutorService timer) {

    /** Waits on the timer, and works on the directory's threads. */
    LogEnvironment.Later later(StoreDirectory directory) {
        return (task, delayMs) -> {
            if (timer.isShutdown()) {
                // The next start finds what is to be deleted by its name.
                return;
            }
            timer.schedule(() -> directory.threads().execute(task), delayMs, TimeUnit.MILLISECONDS);
        };
    }
}
