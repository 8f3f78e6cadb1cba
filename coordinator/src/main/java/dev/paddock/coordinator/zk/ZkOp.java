package dev.paddock.coordinator.zk;

/** One step of a transaction. */
public sealed interface ZkOp {
    String path();

    @SuppressWarnings("ArrayRecordComponent") // A request, never compared.
    record Create(String path, byte[] bytes, CreateKind kind) implements ZkOp {}

    @SuppressWarnings("ArrayRecordComponent") // A request, never compared.
    record Set(String path, byte[] bytes, int version) implements ZkOp {}

    record Delete(String path, int version) implements ZkOp {}

    /** Fails the transaction unless the znode is there in this version. */
    record Check(String path, int version) implements ZkOp {}
}
