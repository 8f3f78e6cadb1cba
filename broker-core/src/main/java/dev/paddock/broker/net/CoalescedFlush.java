package dev.paddock.broker.net;

import io.netty.channel.ChannelHandlerContext;

/**
 * One system call for many answers: those that come while a read is worked off leave together when it is done, others at
 * the end of the event loop's turn. Belongs to that loop.
 */
final class CoalescedFlush {
    private final ChannelHandlerContext context;
    private boolean due;
    private boolean scheduled;

    CoalescedFlush(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Something was written that has to leave. */
    void request() {
        due = true;
    }

    boolean isDue() {
        return due;
    }

    /** @param reading a read is on the stack, which will flush itself */
    void later(boolean reading) {
        if (due && !reading && !scheduled) {
            scheduled = true;
            context.executor().execute(() -> {
                scheduled = false;
                now();
            });
        }
    }

    void now() {
        if (due) {
            due = false;
            context.flush();
        }
    }
}
