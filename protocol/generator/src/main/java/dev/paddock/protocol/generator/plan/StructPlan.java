package dev.paddock.protocol.generator.plan;

import dev.paddock.protocol.generator.schema.VersionRange;
import java.util.Comparator;
import java.util.List;

/**
 * One class to be: a message, or a struct inside one.
 *
 * @param versions the versions in which it can occur at all
 * @param flexible those of them with compact lengths and tagged fields
 */
public record StructPlan(String name, VersionRange versions, VersionRange flexible, List<FieldPlan> fields) {

    public List<FieldPlan> plainFields() {
        return fields.stream().filter(field -> !field.isTagged()).toList();
    }

    /** In the order in which they are written, which is not always the schema's. */
    public List<FieldPlan> taggedFields() {
        return fields.stream()
                .filter(FieldPlan::isTagged)
                .sorted(Comparator.comparing(FieldPlan::tag))
                .toList();
    }

    public boolean everFlexible() {
        return !flexible.isEmpty();
    }

    public boolean holdsRecords() {
        return fields.stream()
                .anyMatch(field -> field.scalar() == WireType.RECORDS
                        || (field.isStruct() && field.struct().holdsRecords()));
    }

    /** The fewest bytes it takes in any version: what a claimed array length is held against. */
    public int leastBytes() {
        int least = Integer.MAX_VALUE;
        for (int version = versions.lowest(); version <= versions.highest(); version++) {
            boolean isFlexible = flexible.contains(version);
            int bytes = isFlexible ? 1 : 0;
            for (FieldPlan field : plainFields()) {
                bytes += field.versions().contains(version) ? field.leastBytes(isFlexible) : 0;
            }
            least = Math.min(least, bytes);
        }
        return least;
    }
}
