package dev.paddock.protocol.generator.schema;

import java.util.List;
import java.util.OptionalInt;

/**
 * One field as its JSON says it, with open version ranges closed by the message's.
 *
 * @param neverFlexible written in the old way in every version, as a header's client id is
 * @param fallback the text of "default"; null where there is none, or where it is JSON's null, which Kafka takes for none:
 *     only the string "null" makes null the default
 * @param fields of an inline struct, empty for every other type
 */
public record FieldSchema(
        String name,
        String type,
        VersionRange versions,
        VersionRange nullable,
        VersionRange tagged,
        OptionalInt tag,
        boolean neverFlexible,
        String fallback,
        boolean ignorable,
        String about,
        List<FieldSchema> fields) {

    public boolean isArray() {
        return type.startsWith("[]");
    }

    /** The type without the brackets of an array. */
    public String elementType() {
        return isArray() ? type.substring(2) : type;
    }

    /** The same field, present in other versions. */
    public FieldSchema withVersions(
            VersionRange newVersions, VersionRange newNullable, VersionRange newTagged, List<FieldSchema> newFields) {
        return new FieldSchema(
                name,
                type,
                newVersions,
                newNullable,
                newTagged,
                tag,
                neverFlexible,
                fallback,
                ignorable,
                about,
                newFields);
    }

    /** The same field, dropped or refused in versions without it. */
    public FieldSchema withIgnorable(boolean newIgnorable) {
        return new FieldSchema(
                name, type, versions, nullable, tagged, tag, neverFlexible, fallback, newIgnorable, about, fields);
    }

    /** The same field under another name. */
    public FieldSchema withName(String newName) {
        return new FieldSchema(
                newName, type, versions, nullable, tagged, tag, neverFlexible, fallback, ignorable, about, fields);
    }
}
