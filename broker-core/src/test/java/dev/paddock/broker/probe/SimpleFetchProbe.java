package dev.paddock.broker.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Reads a partition with the SimpleConsumer of Kafka 0.8, of which nothing is on our class path. Asked with "bootstrap topic
 * count"; answers like ConsumeProbe.
 */
public final class SimpleFetchProbe implements Function<String, String> {
    private static final int FETCH_BYTES = 100_000;

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
            long next = 0;
            while (next < Long.parseLong(words[2])) {
                long before = next;
                for (Object found : fetch(consumer, words[1], next)) {
                    long offset = (Long) call(found, "offset");
                    // A compressed set may begin before what was asked for.
                    if (offset >= next) {
                        Object message = call(found, "message");
                        lines.append(offset)
                                .append(' ')
                                .append(text((ByteBuffer) call(message, "key")))
                                .append(' ')
                                .append(text((ByteBuffer) call(message, "payload")))
                                .append('\n');
                        next = offset + 1;
                    }
                }
                if (next == before) {
                    throw new IllegalStateException("nothing came at offset " + next);
                }
            }
            call(consumer, "close");
            return lines.toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
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

    private static String text(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
