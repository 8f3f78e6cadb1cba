package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.VersionRange;
import java.util.List;
import java.util.stream.Stream;

/** The APIs of one release, as its own ApiKeys tells them. */
public final class KafkaApis {
    private final KafkaRelease release;

    public KafkaApis(KafkaRelease release) {
        this.release = release;
    }

    /**
     * One API.
     *
     * @param versions those with a schema, which may be more than are served
     */
    public record KafkaApi(short id, String name, String constant, VersionRange versions, Object key) {
        public short requestHeader(short version) {
            return (short) header("requestHeaderVersion", version);
        }

        public short responseHeader(short version) {
            return (short) header("responseHeaderVersion", version);
        }

        private Object header(String method, short version) {
            return KafkaRelease.call(
                    () -> key.getClass().getMethod(method, short.class).invoke(key, version));
        }
    }

    public List<KafkaApi> all() {
        Object[] keys = release.load("org.apache.kafka.common.protocol.ApiKeys").getEnumConstants();
        return Stream.of(keys).map(KafkaApis::api).toList();
    }

    private static KafkaApi api(Object key) {
        return (KafkaApi) KafkaRelease.call(() -> {
            Class<?> keys = key.getClass();
            Object type = keys.getField("messageType").get(key);
            short lowest =
                    (short) type.getClass().getMethod("lowestSupportedVersion").invoke(type);
            short highest = (short) type.getClass()
                    .getMethod("highestSupportedVersion", boolean.class)
                    .invoke(type, true);
            return new KafkaApi(
                    (short) keys.getField("id").get(key),
                    (String) keys.getField("name").get(key),
                    key.toString(),
                    new VersionRange(lowest, highest),
                    key);
        });
    }
}
