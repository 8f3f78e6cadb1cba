package dev.paddock.broker.partition;

import dev.paddock.log.segment.LogSegment;
import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A piece of a segment's file that leaves by sendfile. It holds the segment, whose file is not its own to close. */
final class SegmentRegion extends DefaultFileRegion {
    private final LogSegment segment;

    /** Takes over the caller's hold on the segment. */
    SegmentRegion(LogSegment segment, FileChannel channel, long position, int length) {
        super(channel, position, length);
        this.segment = segment;
    }

    @Override
    protected void deallocate() {
        segment.release();
    }
}
