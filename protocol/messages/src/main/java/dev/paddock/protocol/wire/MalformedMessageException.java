package dev.paddock.protocol.wire;

/** Bytes that are no such message: names the message, its version and the field. The one exception of decoding. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedMessageException(String message, int version, String field, String problem) {
        super(message + " v" + version + ": " + field + " " + problem);
    }
}
