package dev.paddock.log.segment;

import dev.paddock.protocol.record.BatchView;
import java.io.IOException;

/** Looks at a batch, whose bytes are there only during the call. */
@FunctionalInterface
public interface BatchVisitor {
    void visit(BatchView batch) throws IOException;
}
