package dev.paddock.broker.config;

/** The broker cannot start with these settings, or a topic cannot have them; the message names the key, the value and what is allowed. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String key;
    private final String forClients;

    InvalidSettingException(String key, String value, String expectation) {
        this(key, value, expectation, null);
    }

    InvalidSettingException(String key, String value, String expectation, Throwable cause) {
        super(key + "=" + value + " is not allowed: " + expectation, cause);
        this.key = key;
        this.forClients = "Invalid value " + value + " for configuration " + key + ": " + expectation;
    }

    private InvalidSettingException(String key, String message) {
        super(message);
        this.key = key;
        this.forClients = message;
    }

    static InvalidSettingException missing(SettingKey<?> key, String example) {
        return new InvalidSettingException(key.name(), key.name() + " is missing and has no default: " + example);
    }

    /** A setting of a topic that contradicts another one, or is none at all. */
    static InvalidSettingException ofTopic(String key, String message) {
        return new InvalidSettingException(key, message);
    }

    /** In the words in which Kafka begins such a message. */
    public String forClients() {
        return forClients;
    }

    public String key() {
        return key;
    }
}
