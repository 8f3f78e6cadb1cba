package dev.paddock.broker.config;

/** A secret whose text form hides it, so that no log shows it by accident. */
public record Password(String value) {
    static final String HIDDEN = "[hidden]";

    @Override
    public String toString() {
        return HIDDEN;
    }
}
