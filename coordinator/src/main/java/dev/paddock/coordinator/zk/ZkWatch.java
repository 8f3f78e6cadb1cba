package dev.paddock.coordinator.zk;

/** A watch that lasts until it is closed. After that its listener is not called again, save for a call under way. */
public interface ZkWatch extends AutoCloseable {
    @Override
    void close();
}
