package dev.paddock.broker.config;

/** The broker cannot start with these settings; the message names the key, the value and what is allowed. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;

    InvalidSettingException(String key, String value, String expectation) {
        this(key, value, expectation, null);
    }

    InvalidSettingException(String key, String value, String expectation, Throwable cause) {
        super(key + "=" + value + " is not allowed: " + expectation, cause);
        this.key = key;
    }

    private InvalidSettingException(String key, String message) {
        super(message);
        this.key = key;
    }

    static InvalidSettingException missing(SettingKey<?> key, String example) {
        return new InvalidSettingException(key.name(), key.name() + " is missing and has no default: " + example);
    }

    public String key() {
        return key;
    }
}
