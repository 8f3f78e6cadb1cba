package dev.paddock.broker;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ends that this process can come to. */
final class Process {
    private static final Logger LOG = LoggerFactory.getLogger(Process.class);

    private Process() {}

    /** At SIGTERM or SIGINT: closes, and ends with 0, where the JVM by itself would end with the signal's number. */
    static void closeAtSignal(AutoCloseable closing) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(close(closing) ? 0 : 1), "shutdown"));
    }

    /** What the broker cannot live without has failed: closes what there is, and ends with 1. Returns at once. */
    static void closeAfterFailure(AutoCloseable closing) {
        Thread thread = new Thread(
                () -> {
                    close(closing);
                    LOG.error("The broker has ended, because none of log.dirs is left that works");
                    end(1);
                },
                "failure");
        // Whoever noticed the failure may be a daemon, and the process would end with 0 before this one is done.
        thread.setDaemon(false);
        thread.start();
    }

    /** Whether it went well. */
    private static boolean close(AutoCloseable closing) {
        try {
            closing.close();
            return true;
        } catch (Exception e) {
            LOG.error("Stopping did not go well", e);
            return false;
        }
    }

    /** Writes out the log and ends at once: threads that others left behind have no say. */
    static void end(int code) {
        ILoggerFactory logging = LoggerFactory.getILoggerFactory();
        if (logging instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                System.err.println("The log could not be closed: " + e);
            }
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
