package dev.paddock.coordinator.producer;

import static dev.paddock.coordinator.zk.Eventually.await;
import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.coordinator.zk.FakeZkStore;
import dev.paddock.coordinator.zk.FakeZooKeeper;
import dev.paddock.coordinator.zk.MalformedZnodeException;
import dev.paddock.coordinator.zk.RootPaths;
import dev.paddock.coordinator.zk.ZkStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerIdBlocksTest {
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final FakeZooKeeper zooKeeper = new FakeZooKeeper();
    private final FakeZkStore store = zooKeeper.connect(callbacks);
    private final FakeZkStore other = zooKeeper.connect(callbacks);

    @BeforeEach
    void createRoots() {
        get(RootPaths.ensure(store));
    }

    @AfterEach
    void stop() {
        callbacks.shutdown();
    }

    @Test
    void shouldWriteABlockInTheBytesOfKafka() {
        ProducerIdBlock block = new ProducerIdBlock(2, 5000, 5999);

        assertThat(new String(ProducerIdBlockZnode.encode(block), UTF_8))
                .isEqualTo("{\"version\":1,\"broker\":2,\"block_start\":\"5000\",\"block_end\":\"5999\"}");
        assertThat(ProducerIdBlockZnode.decode(ProducerIdBlockZnode.encode(block)))
                .isEqualTo(block);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{'broker':1,'block_start':'0'}",
                "{'broker':1,'block_start':0,'block_end':9}",
                "{'broker':1,'block_start':'a','block_end':'9'}",
                "{'broker':1,'block_start':'5','block_end':'4'}",
                "{'broker':1,'block_start':'-5','block_end':'4'}",
                "{'broker':1,'block_start':'0','block_end':'9223372036854775808'}"
            })
    void shouldNameThePathOfAMalformedBlock(String json) {
        assertThatThrownBy(() ->
                        ProducerIdBlockZnode.decode(json.replace('\'', '"').getBytes(UTF_8)))
                .isInstanceOf(MalformedZnodeException.class)
                .hasMessageContaining("/latest_producer_id_block is malformed");
    }

    @Test
    void shouldBeginAtZeroAndStopBeforeTheLastId() {
        assertThat(ProducerIdBlock.after(Optional.empty(), 7)).contains(new ProducerIdBlock(7, 0, 999));
        assertThat(ProducerIdBlock.after(Optional.of(new ProducerIdBlock(1, 0, 999)), 7))
                .contains(new ProducerIdBlock(7, 1000, 1999));
        assertThat(ProducerIdBlock.after(Optional.of(new ProducerIdBlock(1, 0, Long.MAX_VALUE - 999)), 7))
                .isEmpty();
    }

    @Test
    void shouldNeverGiveAnIdTwiceAlsoBetweenBrokers() {
        ProducerIdBlocks one = new ProducerIdBlocks(store, 1);
        ProducerIdBlocks two = new ProducerIdBlocks(other, 2);
        List<CompletableFuture<Long>> asked = new ArrayList<>();

        for (int i = 0; i < 5_000; i++) {
            asked.add(one.next());
            asked.add(two.next());
        }

        assertThat(asked.stream().map(id -> get(id))).doesNotHaveDuplicates().allMatch(id -> id >= 0);
    }

    @Test
    void shouldHaveTheNextBlockBeforeThePresentOneIsUsedUp() {
        ProducerIdBlocks ids = new ProducerIdBlocks(store, 1);
        for (int i = 0; i < 950; i++) {
            get(ids.next());
        }
        await("the next block", () -> latest().last() == 1999);
        store.suspend();

        for (int i = 950; i < 2_000; i++) {
            assertThat(ids.next()).isCompletedWithValue((long) i);
        }

        assertThatThrownBy(() -> get(ids.next())).isInstanceOf(ProducerIdsUnavailableException.class);
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        ProducerIdBlocks ids = new ProducerIdBlocks(store, 1);
        store.suspend();
        assertThatThrownBy(() -> get(ids.next()))
                .isInstanceOf(ProducerIdsUnavailableException.class)
                .hasMessageContaining("/latest_producer_id_block");
        store.resume();

        assertThat(get(ids.next())).isZero();
    }

    @Test
    void shouldNotOverwriteWhatItCannotUnderstand() {
        get(store.set(ProducerIdBlockZnode.PATH, "nonsense".getBytes(UTF_8), ZkStore.ANY_VERSION));

        assertThatThrownBy(() -> get(new ProducerIdBlocks(store, 1).next()))
                .isInstanceOf(ProducerIdsUnavailableException.class)
                .hasMessageContaining("nonsense");
        assertThat(get(store.get(ProducerIdBlockZnode.PATH)).bytes()).isEqualTo("nonsense".getBytes(UTF_8));
    }

    private ProducerIdBlock latest() {
        byte[] bytes = get(other.get(ProducerIdBlockZnode.PATH)).bytes();
        return bytes.length == 0 ? new ProducerIdBlock(0, 0, 0) : ProducerIdBlockZnode.decode(bytes);
    }
}
