package dev.paddock.protocol.generator.plan;

import dev.paddock.protocol.generator.schema.MessageSchema;
import java.util.List;

/**
 * One generated file.
 *
 * @param apiName the name of the API, the same for its request and response; null for what is neither
 * @param structs the nested classes, in the order of their first use
 * @param response the name of the answer's class; null unless this is a request
 */
public record MessagePlan(
        MessageSchema schema, String apiName, StructPlan root, List<StructPlan> structs, String response) {

    public boolean isRequest() {
        return schema.kind() == MessageSchema.Kind.REQUEST;
    }

    /** An API that was renamed keeps its number, and the old name's messages stay; only one of them stands for it. */
    public boolean standsForApi() {
        return isRequest() && schema.name().equals(apiName + "Request");
    }
}
