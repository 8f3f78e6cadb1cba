package dev.paddock.protocol.peer;

import com.sun.management.ThreadMXBean;
import dev.paddock.protocol.wire.MalformedMessageException;
import dev.paddock.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;

/**
 * What came of decoding a frame.
 *
 * @param message null where the frame was refused
 * @param allocatedBytes on the heap, by this thread, while decoding
 */
public record DecodingCost(Message message, long allocatedBytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Lets everything out but the one exception that decoding may throw. */
    public static DecodingCost of(FrameKind kind, ByteBuf frame) {
        Message message = null;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            message = kind.read(frame);
        } catch (MalformedMessageException e) {
            assert e.getMessage() != null;
        }
        long after = THREADS.getCurrentThreadAllocatedBytes();
        return new DecodingCost(message, after - before);
    }
}
