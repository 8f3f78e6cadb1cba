package dev.paddock.protocol.generator.plan;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A type of the protocol that is not a struct: its Java type and its least size on the wire. */
public enum WireType {
    BOOL(TypeName.BOOLEAN, 1),
    INT8(TypeName.BYTE, 1),
    INT16(TypeName.SHORT, 2),
    UINT16(TypeName.INT, 2),
    INT32(TypeName.INT, 4),
    INT64(TypeName.LONG, 8),
    FLOAT64(TypeName.DOUBLE, 8),
    UUID(Names.UUID, 16),
    STRING(ClassName.get(String.class), -2),
    BYTES(ArrayTypeName.of(TypeName.BYTE), -4),
    RECORDS(Names.RECORDS, -4);

    private static final Map<String, WireType> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(type -> type.name().toLowerCase(Locale.ROOT), type -> type));

    private final TypeName javaType;
    /** Bytes, or the negated size of the length prefix in versions that are not flexible. */
    private final int fixedBytes;

    WireType(TypeName javaType, int fixedBytes) {
        this.javaType = javaType;
        this.fixedBytes = fixedBytes;
    }

    /** The type of that name, or null where the name is a struct's. */
    static WireType named(String name) {
        return BY_NAME.get(name);
    }

    public TypeName javaType() {
        return javaType;
    }

    /** An array of it in Java: a primitive array, or a list where the element is an object. */
    public TypeName javaArrayType() {
        return switch (this) {
            case UUID, STRING, BYTES, RECORDS -> ParameterizedTypeName.get(ClassName.get(List.class), javaType);
            default -> ArrayTypeName.of(javaType);
        };
    }

    public boolean hasLength() {
        return fixedBytes < 0;
    }

    public int bytes() {
        return fixedBytes;
    }

    public int leastBytes(boolean flexible) {
        return !hasLength() ? fixedBytes : flexible ? 1 : -fixedBytes;
    }

    /** The stem of the methods of WireReader, WireWriter and WireSize that handle it. */
    public String method() {
        return name().toLowerCase(Locale.ROOT);
    }
}
