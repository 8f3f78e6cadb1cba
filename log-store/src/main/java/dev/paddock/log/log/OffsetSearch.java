package dev.paddock.log.log;

import dev.paddock.log.segment.TimestampedOffset;
import java.io.IOException;

/** A search by time that needs the disk: made by the log's thread, carried out by any one, and to be closed. */
public final class OffsetSearch implements AutoCloseable {
    /** Blocks. Null when no record is as young. */
    public TimestampedOffset run() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
