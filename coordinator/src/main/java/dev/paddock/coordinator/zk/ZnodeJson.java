package dev.paddock.coordinator.zk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON object in one znode, read strictly by field and type, and written field by field in Kafka's order. */
public final class ZnodeJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String path;
    private final byte[] bytes;
    private final Map<?, ?> object;

    private ZnodeJson(String path, byte[] bytes, Map<?, ?> object) {
        this.path = path;
        this.bytes = bytes;
        this.object = object;
    }

    public static ZnodeJson parse(String path, byte[] bytes) {
        Object tree;
        try {
            tree = JsonTree.parse(bytes);
        } catch (IOException e) {
            throw new MalformedZnodeException(path, bytes, "not JSON");
        }
        if (!(tree instanceof Map<?, ?> object)) {
            throw new MalformedZnodeException(path, bytes, "not a JSON object");
        }
        return new ZnodeJson(path, bytes, object);
    }

    public int integer(String field) {
        if (!(required(field) instanceof Integer value)) {
            throw malformed("'" + field + "' is not a 32-bit number");
        }
        return value;
    }

    public int integerOr(String field, int absent) {
        return optional(field).isEmpty() ? absent : integer(field);
    }

    public String text(String field) {
        if (!(required(field) instanceof String value)) {
            throw malformed("'" + field + "' is not a string");
        }
        return value;
    }

    /** A field that may be missing or null. */
    public Optional<Object> optional(String field) {
        return Optional.ofNullable(object.get(field));
    }

    /** The fields of an inner object; empty where it is missing or null. */
    public Optional<Map<String, Object>> fields(String field) {
        return optional(field).map(value -> {
            if (!(value instanceof Map<?, ?> inner)) {
                throw malformed("'" + field + "' is not an object");
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            inner.forEach((name, there) -> fields.put((String) name, there));
            return fields;
        });
    }

    private Object required(String field) {
        return optional(field).orElseThrow(() -> malformed("'" + field + "' is missing"));
    }

    public List<?> list(String field) {
        if (!(required(field) instanceof List<?> values)) {
            throw malformed("'" + field + "' is not a list");
        }
        return values;
    }

    /** A list of 32-bit numbers that were found under the name. */
    public List<Integer> integers(String name, Object value) {
        if (!(value instanceof List<?> values)) {
            throw malformed("'" + name + "' is not a list");
        }
        List<Integer> integers = new ArrayList<>(values.size());
        for (Object element : values) {
            if (!(element instanceof Integer integer)) {
                throw malformed("'" + name + "' is not a list of 32-bit numbers");
            }
            integers.add(integer);
        }
        return integers;
    }

    public MalformedZnodeException malformed(String problem) {
        return new MalformedZnodeException(path, bytes, problem);
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    public static byte[] object(Fields fields) {
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
