package dev.paddock.coordinator.zk;

import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.zookeeper.KeeperException.Code;

/** Our transactions in Curator's words, and its results in ours. */
final class CuratorTransaction {
    private CuratorTransaction() {}

    static List<CuratorOp> steps(CuratorFramework curator, List<ZkOp> ops) throws Exception {
        List<CuratorOp> steps = new ArrayList<>(ops.size());
        for (ZkOp op : ops) {
            steps.add(step(curator, op));
        }
        return steps;
    }

    /** ZooKeeper's client takes the chroot off every path but those that transactions have created. */
    static List<ZkOpResult> results(CuratorEvent event, String chroot) {
        List<ZkOpResult> relative = new ArrayList<>();
        for (CuratorTransactionResult result : event.getOpResults()) {
            String path = result.getResultPath() == null ? result.getForPath() : result.getResultPath();
            boolean absolute = !chroot.isEmpty() && path.startsWith(chroot + result.getForPath());
            relative.add(new ZkOpResult(
                    absolute ? path.substring(chroot.length()) : path, KeeperCodes.statIfAny(result.getResultStat())));
        }
        return relative;
    }

    /** ZooKeeper marks the steps after the one at fault as RUNTIMEINCONSISTENCY and those before it as fine. */
    static ZkException failure(CuratorEvent event, List<ZkOp> ops) {
        List<CuratorTransactionResult> results = event.getOpResults();
        for (int i = 0; results != null && i < results.size(); i++) {
            int code = results.get(i).getError();
            if (!KeeperCodes.ok(code) && code != Code.RUNTIMEINCONSISTENCY.intValue()) {
                return KeeperCodes.failure(code, ops.get(i).path(), "step " + i + " of a transaction,");
            }
        }
        return KeeperCodes.failure(event.getResultCode(), ops.get(0).path(), "transaction from");
    }

    private static CuratorOp step(CuratorFramework curator, ZkOp op) throws Exception {
        if (op instanceof ZkOp.Create create) {
            return curator.transactionOp()
                    .create()
                    .withMode(KeeperCodes.mode(create.kind()))
                    .forPath(create.path(), create.bytes());
        } else if (op instanceof ZkOp.Set set) {
            return curator.transactionOp().setData().withVersion(set.version()).forPath(set.path(), set.bytes());
        } else if (op instanceof ZkOp.Delete delete) {
            return curator.transactionOp()
                    .delete()
                    .withVersion(delete.version())
                    .forPath(delete.path());
        }
        ZkOp.Check check = (ZkOp.Check) op;
        return curator.transactionOp().check().withVersion(check.version()).forPath(check.path());
    }
}
