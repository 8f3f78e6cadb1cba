package dev.paddock.protocol.generator.plan;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.VersionRange;
import java.util.List;
import java.util.Set;

/**
 * One field, with everything decided that the emitters ask for.
 *
 * @param scalar the type, or that of an array's elements; null where it is a struct
 * @param struct the struct's plan; null where the type is a scalar
 * @param structClass the struct's class; null where the type is a scalar
 */
public record FieldPlan(
        String name, FieldSchema schema, boolean array, WireType scalar, StructPlan struct, ClassName structClass) {

    /** What the generated methods call their parameters and locals. */
    private static final Set<String> LOCALS = Set.of("out", "version", "flexible", "size", "tags", "other", "that");

    /** The field as a method's body has to name it. */
    public String inMethod() {
        return LOCALS.contains(name) ? "this." + name : name;
    }

    public VersionRange versions() {
        return schema.versions();
    }

    public boolean isTagged() {
        return schema.tag().isPresent();
    }

    public int tag() {
        return schema.tag().orElseThrow();
    }

    public boolean isStruct() {
        return scalar == null;
    }

    public boolean isBytes() {
        return !array && scalar == WireType.BYTES;
    }

    /** A field whose Java type is a primitive array, and so compared and printed with Arrays. */
    public boolean isPrimitiveArray() {
        return isBytes() || (array && scalar != null && !scalar.javaArrayType().equals(listOf(scalar.javaType())));
    }

    public boolean isList() {
        return array && !isPrimitiveArray();
    }

    public boolean everNullable() {
        return !schema.nullable().isEmpty() || defaultsToNull();
    }

    /** Record batches are absent until somebody sets them; everything else has a value unless the schema says null. */
    public boolean defaultsToNull() {
        return (scalar == WireType.RECORDS && !array) || "null".equals(schema.fallback());
    }

    /** A tagged struct that may be null marks it in a way of its own. */
    public boolean isTaggedNullableStruct() {
        return isTagged() && isStruct() && !array && everNullable();
    }

    public TypeName javaType() {
        if (isStruct()) {
            return array ? listOf(structClass) : structClass;
        }
        return array ? scalar.javaArrayType() : scalar.javaType();
    }

    public int leastBytes(boolean flexible) {
        boolean compact = flexible && !schema.neverFlexible();
        if (array) {
            return compact ? 1 : 4;
        }
        if (isStruct()) {
            return schema.nullable().isEmpty() ? struct.leastBytes() : 1;
        }
        return scalar.leastBytes(compact);
    }

    private static TypeName listOf(TypeName element) {
        return ParameterizedTypeName.get(ClassName.get(List.class), element.box());
    }
}
