package dev.paddock.coordinator.topic;

/** {@code /admin/delete_topics/<topic>}, persistent and empty: somebody wants the topic gone; the controller sees to it. */
public final class DeleteTopicZnode {
    public static final String PARENT = "/admin/delete_topics";

    private DeleteTopicZnode() {}

    public static String path(String topic) {
        return PARENT + "/" + topic;
    }
}
