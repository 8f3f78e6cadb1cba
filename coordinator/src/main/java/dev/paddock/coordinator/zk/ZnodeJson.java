package dev.paddock.coordinator.zk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The JSON object in one znode, read strictly by field and type, and written field by field in Kafka's order. */
final class ZnodeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String path;
    private final byte[] bytes;
    private final JsonNode object;

    private ZnodeJson(String path, byte[] bytes, JsonNode object) {
        this.path = path;
        this.bytes = bytes;
        this.object = object;
    }

    static ZnodeJson parse(String path, byte[] bytes) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new MalformedZnodeException(path, bytes, "not JSON");
        }
        if (tree == null || !tree.isObject()) {
            throw new MalformedZnodeException(path, bytes, "not a JSON object");
        }
        return new ZnodeJson(path, bytes, tree);
    }

    int integer(String field) {
        JsonNode value = required(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw malformed("'" + field + "' is not a 32-bit number");
        }
        return value.intValue();
    }

    int integerOr(String field, int absent) {
        return optional(field).isEmpty() ? absent : integer(field);
    }

    String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw malformed("'" + field + "' is not a string");
        }
        return value.textValue();
    }

    /** A field that may be missing or null. */
    Optional<JsonNode> optional(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
    }

    JsonNode required(String field) {
        return optional(field).orElseThrow(() -> malformed("'" + field + "' is missing"));
    }

    MalformedZnodeException malformed(String problem) {
        return new MalformedZnodeException(path, bytes, problem);
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing JSON to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    static int number(String path, byte[] bytes) {
        try {
            return Integer.parseInt(new String(bytes, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            throw new MalformedZnodeException(path, bytes, "not a number");
        }
    }
}
