package dev.paddock.protocol.generator.schema;

/** A schema that cannot be generated from: names the message, the field and what is wrong. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SchemaException(String message) {
        super(message);
    }
}
