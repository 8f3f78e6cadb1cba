package dev.paddock.protocol.generator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.generator.schema.SchemaException;
import dev.paddock.protocol.generator.schema.VersionRange;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final VersionRange ALL = new VersionRange(0, 3);

    @Test
    void shouldNarrowAStructToTheVersionsOfTheFieldThatHoldsIt() {
        FieldSchema inner = field("Partition", "int32", ALL);
        FieldSchema holder = field("Topics", "[]Topic", new VersionRange(2, 3), inner);

        MessagePlan plan = plan(VersionRange.NONE, holder);

        assertThat(plan.structs()).singleElement().satisfies(struct -> {
            assertThat(struct.versions()).hasToString("2-3");
            assertThat(struct.fields().get(0).versions()).hasToString("2-3");
        });
    }

    @Test
    void shouldBoundAnArrayByTheLeastBytesOfItsElements() {
        FieldSchema topics = field("Topics", "[]Topic", ALL, field("Name", "string", ALL), field("Id", "uuid", ALL));

        MessagePlan plan = plan(new VersionRange(3, 3), topics);

        // Two bytes of length before version 3; one, and one for the count of tagged fields, in it.
        assertThat(plan.structs().get(0).leastBytes()).isEqualTo(18);
    }

    @Test
    void shouldRefuseArraysOfElementsWithoutBytes() {
        FieldSchema topics = field("Topics", "[]Topic", ALL, field("Late", "int32", new VersionRange(1, 3)));

        assertThatThrownBy(() -> plan(VersionRange.NONE, topics))
                .isInstanceOf(SchemaException.class)
                .hasMessage("Foo.Topics: elements of no bytes would let a peer claim any number of them");
    }

    @Test
    void shouldRefuseAnUnknownType() {
        assertThatThrownBy(() -> plan(VersionRange.NONE, field("Flags", "int12", ALL)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("Foo.Flags: unknown type int12");
    }

    @Test
    void shouldRefuseAFieldThatIsTaggedInSomeOfItsVersions() {
        FieldSchema field = new FieldSchema(
                "Rack",
                "string",
                ALL,
                VersionRange.NONE,
                new VersionRange(2, 3),
                OptionalInt.of(0),
                false,
                null,
                false,
                "",
                List.of());

        assertThatThrownBy(() -> plan(new VersionRange(2, 3), field))
                .isInstanceOf(SchemaException.class)
                .hasMessage("Foo.Rack: tagged in 2-3 but there in 0-3");
    }

    @Test
    void shouldRefuseARequestWithoutAResponse() {
        MessageSchema request = new MessageSchema(
                "FooRequest",
                MessageSchema.Kind.REQUEST,
                OptionalInt.of(7),
                ALL,
                VersionRange.NONE,
                false,
                List.of(),
                List.of());

        assertThatThrownBy(() -> Planner.plan(request, Map.of("FooRequest", request), Map.of(7, "Foo")))
                .isInstanceOf(SchemaException.class)
                .hasMessage("FooRequest has no response");
    }

    private static MessagePlan plan(VersionRange flexible, FieldSchema... fields) {
        MessageSchema message = new MessageSchema(
                "Foo", MessageSchema.Kind.DATA, OptionalInt.empty(), ALL, flexible, false, List.of(fields), List.of());
        return Planner.plan(message, Map.of("Foo", message), Map.of());
    }

    private static FieldSchema field(String name, String type, VersionRange versions, FieldSchema... fields) {
        return new FieldSchema(
                name,
                type,
                versions,
                VersionRange.NONE,
                VersionRange.NONE,
                OptionalInt.empty(),
                false,
                null,
                false,
                "",
                List.of(fields));
    }
}
