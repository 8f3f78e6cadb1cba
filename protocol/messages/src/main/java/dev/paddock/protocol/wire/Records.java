package dev.paddock.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCountUtil;

/**
 * The bytes of record batches: a slice in memory, or a region of a file that leaves by sendfile. Whoever holds it owns
 * one reference and gives it back with release().
 */
public final class Records {
    private final ByteBuf buffer;
    private final FileRegion region;

    private Records(ByteBuf buffer, FileRegion region) {
        this.buffer = buffer;
        this.region = region;
    }

    /** Takes over the caller's reference. */
    public static Records of(ByteBuf buffer) {
        return new Records(buffer, null);
    }

    /** Takes over the caller's reference. */
    public static Records of(FileRegion region) {
        return new Records(null, region);
    }

    public boolean isInMemory() {
        return buffer != null;
    }

    /** The bytes, without a new reference. */
    public ByteBuf buffer() {
        if (buffer == null) {
            throw new IllegalStateException("these records are in a file: " + region);
        }
        return buffer;
    }

    FileRegion region() {
        return region;
    }

    public int sizeInBytes() {
        return buffer != null ? buffer.readableBytes() : Math.toIntExact(region.count());
    }

    public void release() {
        ReferenceCountUtil.release(buffer != null ? buffer : region);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Records that)) {
            return false;
        }
        return buffer != null ? buffer.equals(that.buffer) : region.equals(that.region);
    }

    @Override
    public int hashCode() {
        return buffer != null ? buffer.hashCode() : region.hashCode();
    }

    @Override
    public String toString() {
        return sizeInBytes() + " bytes of records";
    }
}
