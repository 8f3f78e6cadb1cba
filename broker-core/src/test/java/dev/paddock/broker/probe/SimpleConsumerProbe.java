package dev.paddock.broker.probe;

import java.util.List;
import java.util.function.Function;

/** Topic metadata as the SimpleConsumer of Kafka 0.8 reads it, of which nothing is on our class path. */
public final class SimpleConsumerProbe implements Function<String, String> {
    @Override
    public String apply(String bootstrap) {
        String[] hostAndPort = bootstrap.split(":");
        try {
            Class<?> consumerType = Class.forName("kafka.javaapi.consumer.SimpleConsumer");
            Object consumer = consumerType
                    .getConstructor(String.class, int.class, int.class, int.class, String.class)
                    .newInstance(hostAndPort[0], Integer.parseInt(hostAndPort[1]), 20_000, 65_536, "probe");
            Class<?> requestType = Class.forName("kafka.javaapi.TopicMetadataRequest");
            Object request = requestType.getConstructor(List.class).newInstance(List.of("orders"));
            Object response = consumerType.getMethod("send", requestType).invoke(consumer, request);
            List<?> topics =
                    (List<?>) response.getClass().getMethod("topicsMetadata").invoke(response);
            Object topic = topics.get(0);
            String found = topic.getClass().getMethod("topic").invoke(topic) + " "
                    + topic.getClass().getMethod("errorCode").invoke(topic);
            consumerType.getMethod("close").invoke(consumer);
            return found;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
