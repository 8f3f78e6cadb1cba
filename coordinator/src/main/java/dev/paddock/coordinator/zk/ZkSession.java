package dev.paddock.coordinator.zk;

import java.util.Arrays;

/** A session's id and its password: who knows both can take the session over, or end it. */
@SuppressWarnings("ArrayRecordComponent") // equals is written out below.
public record ZkSession(long id, byte[] password) {
    public ZkSession {
        password = password.clone();
    }

    @Override
    public byte[] password() {
        return password.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZkSession that && id == that.id && Arrays.equals(password, that.password);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** The id as ZooKeeper's own tools print it; never the password. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(id);
    }
}
