package dev.paddock.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.paddock.client.connection.VersionRange;
import dev.paddock.client.connection.VersionTable;
import dev.paddock.protocol.message.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The same for programs, on one line: {"brokers": [{"id", "host", "port", "rack", "apis": [{"key", "name", "min", "max",
 * "usable"}]}]}. An API that we do not know has no name; one without a common version has no usable one; a broker that
 * did not answer has "error" in the place of "apis".
 */
final class BrokerVersionsJson {
    private BrokerVersionsJson() {}

    static void print(List<BrokerVersions> answers, PrintWriter out) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeArrayFieldStart("brokers");
            for (BrokerVersions answer : answers) {
                writeBroker(json, answer);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    private static void writeBroker(JsonGenerator json, BrokerVersions answer) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", answer.broker().nodeId());
        json.writeStringField("host", answer.broker().host());
        json.writeNumberField("port", answer.broker().port());
        json.writeStringField("rack", answer.broker().rack());
        if (answer.error() != null) {
            json.writeStringField("error", answer.error());
        } else {
            json.writeArrayFieldStart("apis");
            for (Map.Entry<Short, VersionRange> api :
                    answer.versions().announced().entrySet()) {
                writeApi(json, answer.versions(), api.getKey(), api.getValue());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeApi(JsonGenerator json, VersionTable versions, short id, VersionRange theirs)
            throws IOException {
        ApiKey api = ApiKey.forId(id);
        json.writeStartObject();
        json.writeNumberField("key", id);
        json.writeStringField("name", api == null ? null : api.displayName());
        json.writeNumberField("min", theirs.lowest());
        json.writeNumberField("max", theirs.highest());
        if (api == null || versions.usable(api) == VersionTable.NONE) {
            json.writeNullField("usable");
        } else {
            json.writeNumberField("usable", versions.usable(api));
        }
        json.writeEndObject();
    }
}
