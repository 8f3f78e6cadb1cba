package dev.paddock.protocol.record;

/** Whose clock a topic's records bear: {@code message.timestamp.type}. */
public enum TimestampType {
    CREATE_TIME("CreateTime"),
    LOG_APPEND_TIME("LogAppendTime");

    private final String configName;

    TimestampType(String configName) {
        this.configName = configName;
    }

    public String configName() {
        return configName;
    }

    /** Null when there is none of the name. */
    public static TimestampType named(String configName) {
        for (TimestampType type : values()) {
            if (type.configName.equals(configName)) {
                return type;
            }
        }
        return null;
    }
}
