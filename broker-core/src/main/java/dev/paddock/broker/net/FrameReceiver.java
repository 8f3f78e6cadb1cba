package dev.paddock.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets the socket be read straight into the frame that is under way, so that the bytes of a large request are not copied;
 * otherwise as Netty does. One for each connection, on its event loop.
 */
final class FrameReceiver implements RecvByteBufAllocator {
    private final RecvByteBufAllocator otherwise = new AdaptiveRecvByteBufAllocator();
    private final FrameDecoder decoder;

    FrameReceiver(FrameDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new FrameHandle((ExtendedHandle) otherwise.newHandle());
    }

    private final class FrameHandle extends DelegatingHandle implements ExtendedHandle {
        FrameHandle(ExtendedHandle otherwise) {
            super(otherwise);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf rest = decoder.lend();
            if (rest != null) {
                return rest;
            }
            int wanted = decoder.bytesWanted();
            return wanted > 0 ? allocator.ioBuffer(wanted, wanted) : super.allocate(allocator);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return ((ExtendedHandle) delegate()).continueReading(maybeMore);
        }
    }
}
