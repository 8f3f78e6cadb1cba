package dev.paddock.bench;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The two threads a log has: one that blocks, and its owner, which is the thread that measures and takes its mail between appends. */
final class Background implements AutoCloseable {
    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final ConcurrentLinkedQueue<Runnable> mail = new ConcurrentLinkedQueue<>();

    Executor io() {
        return io;
    }

    Executor owner() {
        return mail::add;
    }

    void takeMail() {
        for (Runnable task = mail.poll(); task != null; task = mail.poll()) {
            task.run();
        }
    }

    @Override
    public void close() {
        io.shutdown();
        boolean done = false;
        try {
            done = io.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            throw new IllegalStateException("what the disk has to do was not done within a minute");
        }
    }
}
