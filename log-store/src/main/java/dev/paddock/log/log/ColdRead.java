package dev.paddock.log.log;

import dev.paddock.log.index.AbortedTxn;
import dev.paddock.log.segment.LogSlice;
import java.io.IOException;
import java.util.List;

/**
 * A read that needs the disk: made by the log's thread, carried out by any one. It holds the segments that it may touch, so
 * that they stay while the log goes on without them, until it is closed; whoever sends the slice closes it afterwards, or
 * retains the slice's segment.
 */
public final class ColdRead implements LogRead, AutoCloseable {
    /** Blocks. Null when there is nothing; of length 0 when nothing fits. */
    public LogSlice run() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** After {@link #run}: the aborted transactions that touch its slice. Blocks; empty unless committed records were asked for. */
    public List<AbortedTxn> aborted() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
