package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLimiterTest {
    @Test
    void shouldWriteAFewLinesASecondAndCountTheOthers() {
        Logger log = (Logger) LoggerFactory.getLogger("limited");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setAdditive(false);
        AtomicLong clock = new AtomicLong();
        LogLimiter limiter = new LogLimiter(log, 2, clock::get);

        for (int i = 0; i < 10; i++) {
            limiter.warn("line {}", i);
        }
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        limiter.warn("line {}", 10);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("line 0", "line 1", "8 lines like the next one were left out", "line 10");
    }
}
