package dev.paddock.broker.topic;

import dev.paddock.coordinator.topic.TopicTable;

/** Is told of each new table, in order, on the thread that ZooKeeper's answers come on; must not block. */
@FunctionalInterface
public interface TopicListener {
    /** {@link TopicTable#changedSince} tells which topics differ. */
    void changed(TopicTable before, TopicTable after);
}
