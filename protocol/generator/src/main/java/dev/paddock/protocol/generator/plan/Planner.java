package dev.paddock.protocol.generator.plan;

import com.palantir.javapoet.ClassName;
import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.generator.schema.SchemaException;
import dev.paddock.protocol.generator.schema.StructSchema;
import dev.paddock.protocol.generator.schema.VersionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lowers one schema: resolves names to types, narrows versions to those that can occur, finds every schema error. */
public final class Planner {
    private final MessageSchema message;
    private final Map<String, List<FieldSchema>> shared = new HashMap<>();
    private final Map<String, VersionRange> reachable = new HashMap<>();
    private final Map<String, StructPlan> planned = new LinkedHashMap<>();

    private Planner(MessageSchema message) {
        this.message = message;
        for (StructSchema struct : message.sharedStructs()) {
            shared.put(struct.name(), struct.fields());
        }
    }

    /** Plans a message, given all of them and the names of the APIs by number. */
    public static MessagePlan plan(
            MessageSchema message, Map<String, MessageSchema> all, Map<Integer, String> apiNames) {
        Planner planner = new Planner(message);
        planner.reach(message.fields(), message.versions());
        StructPlan root = planner.struct(message.name(), message.fields(), message.versions());
        String response = null;
        String apiName = null;
        if (message.kind() == MessageSchema.Kind.REQUEST) {
            apiName = apiNames.get(message.apiKey().orElseThrow());
            response = message.name().replaceAll("Request$", "Response");
            if (!all.containsKey(response)) {
                throw new SchemaException(message.name() + " has no response");
            }
        }
        return new MessagePlan(message, apiName, root, List.copyOf(planner.planned.values()), response);
    }

    /** In which versions each struct can occur: those of the fields that hold it. */
    private void reach(List<FieldSchema> fields, VersionRange within) {
        for (FieldSchema field : fields) {
            if (WireType.named(field.elementType()) == null) {
                VersionRange versions = field.versions().intersect(within);
                reachable.merge(field.elementType(), versions, (a, b) -> a.union(b, field.name()));
                reach(structFields(field), versions);
            }
        }
    }

    private List<FieldSchema> structFields(FieldSchema field) {
        List<FieldSchema> fields = field.fields().isEmpty() ? shared.get(field.elementType()) : field.fields();
        if (fields == null) {
            throw new SchemaException(message.name() + "." + field.name() + ": unknown type " + field.type());
        }
        return fields;
    }

    private StructPlan struct(String name, List<FieldSchema> fields, VersionRange versions) {
        List<FieldPlan> plans = new ArrayList<>();
        for (FieldSchema field : fields) {
            FieldSchema narrowed = field.withVersions(
                    field.versions().intersect(versions),
                    field.nullable().intersect(versions),
                    field.tagged().intersect(versions),
                    field.fields());
            if (!narrowed.versions().isEmpty()) {
                plans.add(field(narrowed));
            }
        }
        return new StructPlan(name, versions, message.flexible().intersect(versions), plans);
    }

    private FieldPlan field(FieldSchema field) {
        String where = message.name() + "." + field.name();
        if (field.tag().isPresent() && !field.tagged().equals(field.versions())) {
            throw new SchemaException(where + ": tagged in " + field.tagged() + " but there in " + field.versions());
        }
        String name = Names.variable(field.name());
        WireType scalar = WireType.named(field.elementType());
        if (scalar != null) {
            if (field.isArray() && (scalar == WireType.BYTES || scalar == WireType.RECORDS)) {
                throw new SchemaException(where + ": arrays of " + scalar + " are not planned for");
            }
            return new FieldPlan(name, field, field.isArray(), scalar, null, null);
        }
        StructPlan struct = planned.get(field.elementType());
        if (struct == null) {
            struct = struct(field.elementType(), structFields(field), reachable.get(field.elementType()));
            planned.put(field.elementType(), struct);
        }
        if (field.isArray() && struct.leastBytes() == 0) {
            throw new SchemaException(where + ": elements of no bytes would let a peer claim any number of them");
        }
        ClassName structClass = ClassName.get(Names.MESSAGE_PACKAGE, message.name(), field.elementType());
        return new FieldPlan(name, field, field.isArray(), null, struct, structClass);
    }
}
