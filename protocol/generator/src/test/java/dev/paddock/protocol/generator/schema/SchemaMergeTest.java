package dev.paddock.protocol.generator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaMergeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeDroppedVersionsAndTheirFieldsFromTheOlderRelease() throws IOException {
        MessageSchema merged = merge(
                request("2-5", field("Name", "string", "0+"), field("Limit", "int32", "4+")),
                request("0-4", field("Name", "string", "0+"), field("Timestamp", "int64", "1-2")));

        assertThat(merged.versions()).hasToString("0-5");
        assertThat(merged.fields())
                .extracting(f -> f.name() + " " + f.versions())
                .containsExactly("Name 0-5", "Timestamp 1", "Limit 4-5");
    }

    @Test
    void shouldTakeTheNewerWordWhereBothReleasesHaveTheVersion() throws IOException {
        MessageSchema merged = merge(
                request("0-3", field("GenerationIdOrMemberEpoch", "int32", "0+")),
                request("0-2", field("GenerationId", "int32", "0+")));

        assertThat(merged.fields()).extracting(FieldSchema::name).containsExactly("GenerationIdOrMemberEpoch");
    }

    @Test
    void shouldKeepAnApiThatTheNewerReleaseEmptied() throws IOException {
        MessageSchema merged = merge(request("none"), request("0-3", field("BrokerId", "int32", "0+")));

        assertThat(merged.versions()).hasToString("0-3");
        assertThat(merged.fields()).hasSize(1);
    }

    @Test
    void shouldKeepTheOldMessageOfAnApiThatWasRenamed() throws IOException {
        Map<String, MessageSchema> merged =
                SchemaMerge.merge(read(request("0-1").replace("FooRequest", "BarRequest")), read(request("0")));

        assertThat(merged).containsOnlyKeys("BarRequest", "FooRequest");
        assertThat(merged.get("BarRequest").apiKey())
                .isEqualTo(merged.get("FooRequest").apiKey());
    }

    @Test
    void shouldLeaveOutWhatNeitherReleaseHas() throws IOException {
        assertThat(SchemaMerge.merge(read(request("none")), read(request("none"))))
                .isEmpty();
    }

    @Test
    void shouldAskTheOlderReleaseWhatItsVersionsMayLose() throws IOException {
        String ignorable = field("Name", "string", "1+").replace("}", ", \"ignorable\": true}");

        MessageSchema merged = merge(request("1-2", field("Name", "string", "1+")), request("0-2", ignorable));

        assertThat(merged.fields()).singleElement().matches(FieldSchema::ignorable);
    }

    @Test
    void shouldRefuseAGapBetweenTheReleases() {
        assertThatThrownBy(() -> merge(request("4-5"), request("0-2")))
                .isInstanceOf(SchemaException.class)
                .hasMessage("FooRequest: versions 4-5 and 0-2 leave a gap");
    }

    @Test
    void shouldRefuseAFieldThatWasOfAnotherType() {
        assertThatThrownBy(() -> merge(
                        request("1", field("Name", "int32", "0+")), request("0-1", field("Name", "string", "0+"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage("FooRequest.Name: type int32 was string");
    }

    @Test
    void shouldTakeJsonsNullForNoDefault() throws IOException {
        String jsonNull = field("Epochs", "[]int32", "0+").replace("}", ", \"default\": null}");
        String textNull = field("Name", "string", "0+").replace("}", ", \"default\": \"null\"}");

        MessageSchema schema = read(request("0", jsonNull, textNull)).get("FooRequest");

        assertThat(schema.fields()).extracting(FieldSchema::fallback).containsExactly(null, "null");
    }

    private MessageSchema merge(String newer, String older) throws IOException {
        return SchemaMerge.merge(read(newer), read(older)).get("FooRequest");
    }

    private Map<String, MessageSchema> read(String json) throws IOException {
        Path one = Files.createTempDirectory(folder, "schemas");
        Files.writeString(one.resolve("message.json"), json);
        return SchemaReader.readFolder(one);
    }

    private static String request(String versions, String... fields) {
        return """
                // As Kafka's schemas, with a comment.
                {"apiKey": 7, "type": "request", "name": "FooRequest", "validVersions": "%s",
                 "flexibleVersions": "none", "fields": [%s]}
                """.formatted(versions, String.join(",", fields));
    }

    private static String field(String name, String type, String versions) {
        return "{\"name\": \"%s\", \"type\": \"%s\", \"versions\": \"%s\"}".formatted(name, type, versions);
    }
}
