package dev.paddock.broker.probe;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a partition with the SimpleConsumer of Kafka 0.8, of which nothing is on our class path. Asked with "bootstrap
 * topic=count..."; answers like ReadSamplesProbe, of what this format has.
 */
public final class SimpleFetchProbe implements Function<String, String> {
    private static final int FETCH_BYTES = 2_000_000;

    @Override
    public String apply(String question) {
        String[] words = question.split(" ");
        String[] hostAndPort = words[0].split(":");
        try {
            Class<?> consumerType = Class.forName("kafka.javaapi.consumer.SimpleConsumer");
            Object consumer = consumerType
                    .getConstructor(String.class, int.class, int.class, int.class, String.class)
                    .newInstance(hostAndPort[0], Integer.parseInt(hostAndPort[1]), 20_000, 65_536, "probe");
            StringBuilder lines = new StringBuilder();
            for (int i = 1; i < words.length; i++) {
                String[] topicAndCount = words[i].split("=");
                read(consumer, topicAndCount[0], Long.parseLong(topicAndCount[1]), lines);
            }
            call(consumer, "close");
            return lines.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(question, e);
        }
    }

    private static void read(Object consumer, String topic, long count, StringBuilder lines)
            throws ReflectiveOperationException {
        long next = 0;
        while (next < count) {
            long before = next;
            for (Object found : fetch(consumer, topic, next)) {
                long offset = (Long) call(found, "offset");
                // A compressed set may begin before what was asked for.
                if (offset >= next) {
                    Object message = call(found, "message");
                    byte[] key = bytes((ByteBuffer) call(message, "key"));
                    byte[] value = bytes((ByteBuffer) call(message, "payload"));
                    lines.append(new Sample(key, value, Sample.NO_TIMESTAMP, List.of()).line(offset))
                            .append('\n');
                    next = offset + 1;
                }
            }
            if (next == before) {
                throw new IllegalStateException("nothing came at offset " + next);
            }
        }
    }

    private static Iterable<?> fetch(Object consumer, String topic, long offset) throws ReflectiveOperationException {
        Class<?> builderType = Class.forName("kafka.api.FetchRequestBuilder");
        Object builder = builderType.getConstructor().newInstance();
        builderType.getMethod("clientId", String.class).invoke(builder, "probe");
        builderType
                .getMethod("addFetch", String.class, int.class, long.class, int.class)
                .invoke(builder, topic, 0, offset, FETCH_BYTES);
        Object request = call(builder, "build");
        Object response = consumer.getClass()
                .getMethod("fetch", Class.forName("kafka.api.FetchRequest"))
                .invoke(consumer, request);
        short error = (Short) response.getClass()
                .getMethod("errorCode", String.class, int.class)
                .invoke(response, topic, 0);
        if (error != 0) {
            throw new IllegalStateException("fetch at " + offset + " failed with error " + error);
        }
        return (Iterable<?>) response.getClass()
                .getMethod("messageSet", String.class, int.class)
                .invoke(response, topic, 0);
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return copy;
    }
}
