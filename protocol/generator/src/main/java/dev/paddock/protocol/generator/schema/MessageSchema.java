package dev.paddock.protocol.generator.schema;

import java.util.List;
import java.util.OptionalInt;

/** One message of Kafka's, as one release describes it. */
public record MessageSchema(
        String name,
        Kind kind,
        OptionalInt apiKey,
        VersionRange versions,
        VersionRange flexible,
        boolean newestIsUnstable,
        List<FieldSchema> fields,
        List<StructSchema> sharedStructs) {

    /** What a message is for. */
    public enum Kind {
        REQUEST,
        RESPONSE,
        HEADER,
        DATA,
        RECORD_KEY,
        RECORD_VALUE;

        static Kind of(String type) {
            return switch (type) {
                case "request" -> REQUEST;
                case "response" -> RESPONSE;
                case "header" -> HEADER;
                case "data" -> DATA;
                case "coordinator-key" -> RECORD_KEY;
                case "coordinator-value" -> RECORD_VALUE;
                default -> throw new SchemaException("unknown message type '" + type + "'");
            };
        }
    }
}
