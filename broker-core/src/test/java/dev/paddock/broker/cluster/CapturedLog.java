package dev.paddock.broker.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What is logged below one name while this is open; the console is spared. */
public final class CapturedLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger logger;
    private final Level before;

    private CapturedLog(String name, Level level) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = logger.getLevel();
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
        logger.setLevel(level);
    }

    public static CapturedLog of(String name, Level level) {
        return new CapturedLog(name, level);
    }

    /** All that Paddock says to an operator. */
    public static CapturedLog ofPaddock() {
        return of("dev.paddock", Level.INFO);
    }

    /** As {@code LEVEL message}, with the class of the exception where there is one. */
    public List<String> lines() {
        // Appending holds the same lock.
        synchronized (events) {
            return events.list.stream().map(CapturedLog::line).toList();
        }
    }

    public List<String> problems() {
        return lines().stream().filter(line -> !line.startsWith("INFO ")).toList();
    }

    public boolean has(String text) {
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    private static String line(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null
                ? ""
                : " " + event.getThrowableProxy().getClassName();
        return event.getLevel() + " " + event.getFormattedMessage() + thrown;
    }

    @Override
    public void close() {
        logger.setLevel(before);
        logger.setAdditive(true);
        logger.detachAppender(events);
    }
}
