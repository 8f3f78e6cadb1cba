package dev.paddock.protocol.wire;

import java.util.Arrays;

/** A tagged field that our schemas do not know, kept so that writing it again loses nothing. */
public record UnknownTaggedField(int tag, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownTaggedField that && tag == that.tag && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "tag " + tag + " (" + bytes.length + " bytes)";
    }
}
