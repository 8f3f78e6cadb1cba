package dev.paddock.coordinator.zk;

import dev.paddock.coordinator.zk.ZkException.Reason;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;

/** ZooKeeper's result codes, modes and stats in our words. */
final class KeeperCodes {
    private KeeperCodes() {}

    static boolean ok(int code) {
        return code == Code.OK.intValue();
    }

    static ZkException failure(int code, String path, String operation) {
        Code known = Code.get(code);
        Reason reason = reason(known);
        String what = reason == Reason.OTHER ? "ZooKeeper answered " + known + " (" + code + ")" : words(reason);
        return new ZkException(reason, path, operation + " " + path + ": " + what);
    }

    static CreateMode mode(CreateKind kind) {
        return switch (kind) {
            case PERSISTENT -> CreateMode.PERSISTENT;
            case EPHEMERAL -> CreateMode.EPHEMERAL;
            case PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
            case EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
        };
    }

    static ZnodeStat stat(Stat stat) {
        return new ZnodeStat(stat.getVersion(), stat.getCzxid(), stat.getMzxid(), stat.getEphemeralOwner());
    }

    static Optional<ZnodeStat> statIfAny(Stat stat) {
        return Optional.ofNullable(stat).map(KeeperCodes::stat);
    }

    private static Reason reason(Code code) {
        if (code == null) {
            return Reason.OTHER;
        }
        return switch (code) {
            case NONODE -> Reason.NO_NODE;
            case NODEEXISTS -> Reason.NODE_EXISTS;
            case BADVERSION -> Reason.BAD_VERSION;
            case NOTEMPTY -> Reason.NOT_EMPTY;
            case CONNECTIONLOSS, OPERATIONTIMEOUT, SESSIONMOVED -> Reason.CONNECTION_LOSS;
            case SESSIONEXPIRED -> Reason.SESSION_EXPIRED;
            default -> Reason.OTHER;
        };
    }

    private static String words(Reason reason) {
        return switch (reason) {
            case NO_NODE -> "no such znode";
            case NODE_EXISTS -> "the znode is there already";
            case BAD_VERSION -> "the znode has another version by now";
            case NOT_EMPTY -> "the znode has children";
            case CONNECTION_LOSS -> "no connection to ZooKeeper, or it broke under way";
            case SESSION_EXPIRED -> "the ZooKeeper session has expired";
            case TOO_MANY_PENDING -> "too many operations are waiting for ZooKeeper";
            case CLOSED -> "this process has closed its ZooKeeper connection";
            case OTHER -> "failed";
        };
    }
}
