package dev.paddock.protocol.wire;

/** A message that cannot be said in the version asked for: a field is set that this version has no place for. */
public final class UnsupportedVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedVersionException(String message) {
        super(message);
    }
}
