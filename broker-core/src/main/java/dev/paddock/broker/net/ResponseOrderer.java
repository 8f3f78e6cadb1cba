package dev.paddock.broker.net;

import dev.paddock.protocol.wire.OutboundFrame;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Lets the responses of one connection out in the order of its requests, whatever order they are ready in. The window
 * bounds how many requests may be under way. Belongs to the connection's event loop.
 */
final class ResponseOrderer {
    private final int requestsMax;
    private final Consumer<OutboundFrame> out;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>(4);
    private boolean closed;

    /** The place of one request's response. */
    static final class Slot {
        private OutboundFrame frame;
        private boolean ready;
    }

    ResponseOrderer(int requestsMax, Consumer<OutboundFrame> out) {
        this.requestsMax = requestsMax;
        this.out = out;
    }

    boolean isFull() {
        return slots.size() >= requestsMax;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    Slot open() {
        Slot slot = new Slot();
        slots.add(slot);
        return slot;
    }

    /** Takes over the frame; null where the request has no answer. Returns whether anything left. */
    boolean complete(Slot slot, OutboundFrame frame) {
        if (closed) {
            if (frame != null) {
                frame.release();
            }
            return false;
        }
        slot.frame = frame;
        slot.ready = true;
        boolean moved = false;
        while (!slots.isEmpty() && slots.peek().ready) {
            OutboundFrame next = slots.poll().frame;
            if (next != null) {
                out.accept(next);
            }
            moved = true;
        }
        return moved;
    }

    /** The connection is gone: what waits here, and what comes later, is given back. */
    void close() {
        closed = true;
        for (Slot slot : slots) {
            if (slot.frame != null) {
                slot.frame.release();
            }
        }
        slots.clear();
    }
}
