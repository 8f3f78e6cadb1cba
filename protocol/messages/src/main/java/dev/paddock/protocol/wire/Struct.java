package dev.paddock.protocol.wire;

/** What a generated class can do: a message, or a struct inside one. Belongs to one thread at a time. */
public interface Struct {
    /** Writes exactly size(version) bytes, or throws UnsupportedVersionException before anybody sees them. */
    void write(WireWriter out, short version);

    int size(short version);

    /** Gives back the record batches it holds; nothing for all others. */
    default void release() {}
}
