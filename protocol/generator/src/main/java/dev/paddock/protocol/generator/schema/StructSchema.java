package dev.paddock.protocol.generator.schema;

import java.util.List;

/** A struct that several fields of one message share. */
public record StructSchema(String name, List<FieldSchema> fields) {}
