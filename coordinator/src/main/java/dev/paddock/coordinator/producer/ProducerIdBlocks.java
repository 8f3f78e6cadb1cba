package dev.paddock.coordinator.producer;

import dev.paddock.coordinator.zk.ZkException;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.coordinator.zk.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out producer ids, each once in the life of the cluster: blocks of them are claimed by compare-and-set.
 *
 * <p>From any thread; what has to wait completes on the store's callback thread. The next block is claimed when nine tenths
 * of the present one are gone, so that nobody waits for ZooKeeper but the first. A claim of which the answer was lost is
 * given up: its ids are never used, and there are 2^63.
 */
public final class ProducerIdBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerIdBlocks.class);
    private static final int PREFETCH_BELOW = ProducerIdBlock.SIZE / 10;
    private static final int WAITING_MAX = 100_000;
    private static final int CLAIM_TRIES_MAX = 100;

    private final ZkStore store;
    private final int brokerId;
    private final Deque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private long next;
    private long end;
    private ProducerIdBlock following;
    private boolean claiming;
    /** Said once until it works again: producers ask again and again. */
    private boolean complained;

    public ProducerIdBlocks(ZkStore store, int brokerId) {
        this.store = store;
        this.brokerId = brokerId;
    }

    /** Fails with {@link ProducerIdsUnavailableException}; asking again later may help. */
    public CompletableFuture<Long> next() {
        CompletableFuture<Long> id;
        boolean claim;
        synchronized (this) {
            if (waiting.isEmpty() && left() > 0) {
                id = CompletableFuture.completedFuture(take());
            } else if (waiting.size() >= WAITING_MAX) {
                return CompletableFuture.failedFuture(new ProducerIdsUnavailableException(
                        WAITING_MAX + " producers are waiting for an id already", null));
            } else {
                id = new CompletableFuture<>();
                waiting.add(id);
            }
            claim = wantsBlock();
            claiming |= claim;
        }
        if (claim) {
            startClaim();
        }
        return id;
    }

    private long left() {
        return end - next + (following == null ? 0 : ProducerIdBlock.SIZE);
    }

    private boolean wantsBlock() {
        return !claiming && following == null && end - next < PREFETCH_BELOW;
    }

    private long take() {
        if (next == end) {
            next = following.first();
            end = following.last() + 1;
            following = null;
        }
        return next++;
    }

    private void startClaim() {
        var unused = claim(CLAIM_TRIES_MAX).whenComplete(this::claimed);
    }

    private CompletableFuture<ProducerIdBlock> claim(int triesLeft) {
        return store.get(ProducerIdBlockZnode.PATH).thenCompose(znode -> claimAfter(znode, triesLeft));
    }

    private CompletableFuture<ProducerIdBlock> claimAfter(Znode znode, int triesLeft) {
        Optional<ProducerIdBlock> latest =
                znode.bytes().length == 0 ? Optional.empty() : Optional.of(ProducerIdBlockZnode.decode(znode.bytes()));
        ProducerIdBlock block = ProducerIdBlock.after(latest, brokerId)
                .orElseThrow(() -> new IllegalStateException("All producer ids have been given out: " + latest));
        return store.set(
                        ProducerIdBlockZnode.PATH,
                        ProducerIdBlockZnode.encode(block),
                        znode.stat().version())
                .thenApply(stat -> block)
                .exceptionallyCompose(
                        failure -> ZkException.from(failure).reason() == Reason.BAD_VERSION && triesLeft > 1
                                ? claim(triesLeft - 1)
                                : CompletableFuture.failedFuture(failure));
    }

    private void claimed(ProducerIdBlock block, Throwable failure) {
        List<Runnable> answers = new ArrayList<>();
        boolean again;
        synchronized (this) {
            claiming = false;
            if (failure == null) {
                complained = false;
                following = block;
                while (!waiting.isEmpty() && left() > 0) {
                    CompletableFuture<Long> waiter = waiting.remove();
                    long id = take();
                    answers.add(() -> waiter.complete(id));
                }
            } else {
                ProducerIdsUnavailableException reason = unavailable(failure);
                waiting.forEach(waiter -> answers.add(() -> waiter.completeExceptionally(reason)));
                waiting.clear();
            }
            again = failure == null && wantsBlock();
            claiming |= again;
        }
        answers.forEach(Runnable::run);
        if (again) {
            startClaim();
        }
    }

    private ProducerIdsUnavailableException unavailable(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (!complained) {
            complained = true;
            LOG.warn("No producer ids for now; tried again with each request for one: {}", cause.getMessage());
        }
        return new ProducerIdsUnavailableException(
                "No block of producer ids could be claimed: " + cause.getMessage(), cause);
    }
}
