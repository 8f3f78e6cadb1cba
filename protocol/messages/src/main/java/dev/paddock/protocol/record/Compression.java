package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The codecs of record batches, under the numbers that a batch's attributes hold and the names of compression.type. */
public enum Compression {
    NONE("uncompressed", new StoredCodec()),
    GZIP("gzip", new GzipCodec()),
    SNAPPY("snappy", new SnappyCodec()),
    LZ4("lz4", new Lz4Codec()),
    ZSTD("zstd", new ZstdCodec());

    public static final int DEFAULT_LEVEL = Integer.MIN_VALUE;

    private static final Compression[] BY_NUMBER = values();

    private final String configName;
    private final Codec codec;

    Compression(String configName, Codec codec) {
        this.configName = configName;
        this.codec = codec;
    }

    /** Null when the number is none of a codec. */
    public static Compression of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    static Compression require(int number) {
        Compression compression = of(number);
        if (compression == null) {
            throw new InvalidRecordsException(
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    "codec " + number + " in a batch's attributes is none of 0 to " + (BY_NUMBER.length - 1));
        }
        return compression;
    }

    /** Null for {@code producer}, and when there is none of the name. */
    public static Compression named(String configName) {
        for (Compression compression : BY_NUMBER) {
            if (compression.configName.equals(configName)) {
                return compression;
            }
        }
        return null;
    }

    public int number() {
        return ordinal();
    }

    public String configName() {
        return configName;
    }

    /**
     * The whole content in a new buffer, which the caller owns. Memory grows with what really comes out, to bytesMax.
     *
     * @param in read from readerIndex to writerIndex, and left as it is
     * @param magic of the batch: the frames of lz4 differ in old formats
     * @throws InvalidRecordsException when it is damaged, or larger
     */
    public ByteBuf decompress(ByteBuf in, byte magic, int bytesMax, ByteBufAllocator alloc) {
        try (BoundedOutput out = new BoundedOutput(in.readableBytes(), bytesMax, alloc)) {
            codec.decompress(in, magic, out);
            return out.take();
        }
    }

    /**
     * A cheap look at how a batch's content begins, for who does not open it: frames that Kafka's clients do not support would
     * stop every consumer.
     *
     * @throws InvalidRecordsException when it is such a one
     */
    void checkBeginning(ByteBuf in, byte magic) {
        codec.checkBeginning(in, magic);
    }

    /** The same bytes compressed in a new buffer, which the caller owns. What comes in is left as it is. */
    public ByteBuf compress(ByteBuf in, byte magic, int level, ByteBufAllocator alloc) {
        try (BoundedOutput out = new BoundedOutput(in.readableBytes(), Integer.MAX_VALUE, alloc)) {
            codec.compress(in, magic, level, out);
            return out.take();
        }
    }
}
