package dev.paddock.coordinator.topic;

import static dev.paddock.coordinator.zk.Eventually.await;
import static dev.paddock.coordinator.zk.Eventually.failure;
import static dev.paddock.coordinator.zk.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.topic.TopicLeadership.Settings;
import dev.paddock.coordinator.zk.ControllerEpochZnode;
import dev.paddock.coordinator.zk.CreateKind;
import dev.paddock.coordinator.zk.RootPaths;
import dev.paddock.coordinator.zk.ZkException.Reason;
import dev.paddock.coordinator.zk.ZkOp;
import dev.paddock.coordinator.zk.ZkStore;
import dev.paddock.protocol.Uuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

// house-style: long class because it is one list of what both stores have to do
/** Topics written, watched, led and deleted, on the real ZooKeeper and on the fake. */
// house-style: long class because writing, watching, leading and deleting only show their worth together.
abstract class TopicsContract {
    private static final long LONG_AGO = 0;

    private ZkStore store;
    private ZkStore other;
    private TopicStore topics;
    private TopicWatch watch;
    private TopicLeadership leadership;
    private int guardVersion;
    private volatile TopicTable table = TopicTable.EMPTY;

    /** Opens one more session with the same, at first empty, ZooKeeper. */
    abstract ZkStore open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        store = open();
        other = open();
        get(RootPaths.ensure(store));
        get(store.create(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(1), CreateKind.PERSISTENT));
        topics = new TopicStore(store);
        lead(new Settings(false, true));
    }

    @AfterEach
    void stop() {
        watch.close();
        leadership.close();
        store.close();
        other.close();
    }

    private void lead(Settings settings) {
        leadership = new TopicLeadership(store, settings);
        watch = new TopicWatch(store, next -> {
            table = next;
            leadership.topicsChanged(next);
        });
        get(watch.start());
    }

    private void elect() {
        leadership.brokersChanged(Map.of(0, LONG_AGO));
        leadership.elected(4, new ZkOp.Check(ControllerEpochZnode.PATH, guardVersion));
    }

    @Test
    void shouldShowACreatedTopicWithLeaders() {
        elect();
        Uuid id = Uuid.random();

        get(topics.createTopic("orders", id, List.of(List.of(0), List.of(0)), Map.of("retention.ms", "7")));

        Topic topic = awaitTopic("orders", TopicsContract::isLed);
        assertThat(topic.id()).isEqualTo(id);
        assertThat(topic.overrides()).containsExactly(Map.entry("retention.ms", "7"));
        assertThat(topic.partition(1).leadership()).isEqualTo(new Leadership(0, 0, List.of(0), 4));
        assertThat(table.topic(id)).isSameAs(table.topic("orders"));
        assertThat(text("/brokers/topics/orders/partitions/1/state"))
                .isEqualTo("{\"controller_epoch\":4,\"leader\":0,\"version\":1,\"leader_epoch\":0,\"isr\":[0]}");
        assertThat(text("/config/topics/orders")).isEqualTo("{\"version\":1,\"config\":{\"retention.ms\":\"7\"}}");
    }

    @Test
    void shouldRefuseATopicThatIsThereAndLeaveItsSettings() {
        create("orders", 1);

        assertThat(failure(topics.createTopic("orders", Uuid.random(), List.of(List.of(0)), Map.of("a", "b")))
                        .reason())
                .isEqualTo(Reason.NODE_EXISTS);
        assertThat(text("/config/topics/orders")).isEqualTo("{\"version\":1,\"config\":{}}");
    }

    @Test
    void shouldReplaceSettingsThatAnotherToolHasLeftBehind() {
        write("/config/topics/orders", "{'version':1,'config':{'retention.ms':'1'}}");

        create("orders", 1);

        assertThat(awaitTopic("orders", topic -> true).overrides()).isEmpty();
    }

    @Test
    void shouldLeadWhatACrashLeftWithoutLeaders() {
        create("orders", 3);
        get(store.create("/brokers/topics/orders/partitions", null, CreateKind.PERSISTENT));
        get(store.create("/brokers/topics/orders/partitions/1", null, CreateKind.PERSISTENT));

        elect();

        awaitTopic("orders", TopicsContract::isLed);
    }

    @Test
    void shouldLeadManyTopicsAndPartitions() {
        for (int topic = 0; topic < 30; topic++) {
            create("t" + topic, 1);
        }
        create("wide", 450);

        elect();

        awaitTopic("wide", TopicsContract::isLed);
        await("all led", () -> table.size() == 31 && table.topics().stream().allMatch(TopicsContract::isLed));
    }

    @Test
    void shouldBeginANewEpochWhenTheLeaderHasRegisteredSince() {
        elect();
        create("orders", 1);
        awaitTopic("orders", TopicsContract::isLed);

        write("/registration", "{}");
        leadership.brokersChanged(
                Map.of(0, get(store.exists("/registration")).orElseThrow().czxid()));

        awaitTopic("orders", topic -> topic.partition(0).leaderEpoch() == 1);
        assertThat(table.partition("orders", 0).isr()).containsExactly(0);
    }

    @Test
    void shouldDoNothingOnceAnotherControllerIsElected() {
        elect();
        get(other.set(ControllerEpochZnode.PATH, ControllerEpochZnode.encode(2), ZkStore.ANY_VERSION));
        create("orders", 1);
        awaitTopic("orders", topic -> true);

        guardVersion = 1;
        assertThat(get(store.exists("/brokers/topics/orders/partitions"))).isEmpty();
        elect();

        awaitTopic("orders", TopicsContract::isLed);
    }

    @Test
    void shouldDeleteATopicWithAllThatIsBelowIt() {
        elect();
        create("orders", 3);
        awaitTopic("orders", TopicsContract::isLed);
        write("/brokers/topics/orders/left-behind", "{}");

        get(topics.requestDeletion("orders"));
        get(topics.requestDeletion("orders"));

        await("gone", () -> table.topic("orders") == null);
        await(
                "the mark is gone",
                () -> get(store.children("/admin/delete_topics")).isEmpty());
        assertThat(get(store.exists("/config/topics/orders"))).isEmpty();
        assertThat(get(store.exists("/brokers/topics/orders"))).isEmpty();
    }

    @Test
    void shouldLeadATopicThatIsCreatedAgainAfterItsDeletion() {
        elect();
        for (int round = 0; round < 5; round++) {
            Uuid id = Uuid.random();
            get(topics.createTopic("orders", id, List.of(List.of(0)), Map.of()));
            awaitTopic("orders", topic -> topic.id().equals(id) && isLed(topic));
            get(topics.requestDeletion("orders"));
            await("gone", () -> get(store.exists("/brokers/topics/orders")).isEmpty());
        }
        await("the table is empty", () -> table.size() == 0);
    }

    @Test
    void shouldDropTheWishToDeleteWhatIsNotThere() {
        elect();

        get(topics.requestDeletion("nothing"));

        await(
                "the mark is gone",
                () -> get(store.children("/admin/delete_topics")).isEmpty());
    }

    @Test
    void shouldDropTheWishWhereNothingIsDeleted() {
        leadership.close();
        watch.close();
        lead(new Settings(false, false));
        elect();
        create("orders", 1);

        get(topics.requestDeletion("orders"));

        await(
                "the mark is gone",
                () -> get(store.children("/admin/delete_topics")).isEmpty());
        assertThat(get(store.exists("/brokers/topics/orders"))).isPresent();
    }

    @Test
    void shouldAddPartitionsAndLeadThem() {
        elect();
        create("orders", 1);
        Topic before = awaitTopic("orders", TopicsContract::isLed);

        get(topics.addPartitions(before, List.of(List.of(0), List.of(0))));

        Topic after = awaitTopic("orders", topic -> topic.partitions().size() == 3 && isLed(topic));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(failure(topics.addPartitions(before, List.of(List.of(0)))).reason())
                .isEqualTo(Reason.BAD_VERSION);
    }

    @Test
    void shouldFollowSettingsThatAnotherWrites() {
        create("orders", 1);
        awaitTopic("orders", topic -> true);

        get(new TopicStore(other).setOverrides("orders", Map.of("retention.ms", "9")));

        awaitTopic("orders", topic -> "9".equals(topic.overrides().get("retention.ms")));
        List<String> notifications = get(store.children(ConfigChangeZnode.PARENT));
        assertThat(notifications).hasSize(1);
        assertThat(text(ConfigChangeZnode.PARENT + "/" + notifications.get(0)))
                .isEqualTo("{\"version\":2,\"entity_path\":\"topics/orders\"}");
        assertThat(get(topics.overrides("orders"))).containsEntry("retention.ms", "9");
        assertThat(get(topics.overrides("nothing"))).isEmpty();
    }

    @Test
    void shouldKeepOnlyTheNewestNotifications() {
        create("orders", 1);
        int writes = TopicStore.NOTIFICATIONS_KEPT + 5;
        for (int write = 0; write < writes; write++) {
            get(topics.setOverrides("orders", Map.of("retention.ms", Integer.toString(write))));
        }

        await(
                "the old ones are gone",
                () -> get(store.children(ConfigChangeZnode.PARENT)).size() == TopicStore.NOTIFICATIONS_KEPT);
        List<String> kept = new ArrayList<>(get(store.children(ConfigChangeZnode.PARENT)));
        assertThat(Collections.max(kept)).endsWith(String.format("%010d", writes - 1));
    }

    @Test
    void shouldGiveAnIdToATopicOfAnOldTool() {
        elect();
        write("/config/topics/old", "{'version':1,'config':{}}");
        write("/brokers/topics/old", "{'version':1,'partitions':{'0':[0]}}");

        Topic topic = awaitTopic("old", seen -> seen.znode().hasId() && isLed(seen));

        assertThat(TopicZnode.decode(
                                "old", get(store.get("/brokers/topics/old")).bytes())
                        .id())
                .contains(topic.id());
    }

    @Test
    void shouldKeepTheIdWhenAnOldToolWritesTheTopicWithoutIt() {
        elect();
        create("orders", 1);
        Uuid id = awaitTopic("orders", TopicsContract::isLed).id();

        get(other.set(
                "/brokers/topics/orders",
                "{\"version\":1,\"partitions\":{\"0\":[0],\"1\":[0]}}".getBytes(UTF_8),
                ZkStore.ANY_VERSION));

        Topic topic = awaitTopic(
                "orders", seen -> seen.partitions().size() == 2 && seen.znode().hasId() && isLed(seen));
        assertThat(topic.id()).isEqualTo(id);
    }

    @Test
    void shouldKeepWhatItKnewWhileAZnodeIsMalformed() {
        elect();
        create("orders", 1);
        Topic before = awaitTopic("orders", TopicsContract::isLed);
        create("other", 1);

        get(other.set("/brokers/topics/orders", "nonsense".getBytes(UTF_8), ZkStore.ANY_VERSION));
        get(other.set("/config/topics/orders", "nonsense".getBytes(UTF_8), ZkStore.ANY_VERSION));
        write("/brokers/topics/worse", "nonsense");
        write("/brokers/topics/no name", "{'version':1,'partitions':{'0':[0]}}");
        awaitTopic("other", TopicsContract::isLed);

        assertThat(table.topic("orders").partitions()).isEqualTo(before.partitions());
        assertThat(table.names()).containsExactly("orders", "other");
    }

    @Test
    void shouldShowNoLeaderWhileAStateIsMalformedAndWriteNothingOverIt() {
        elect();
        create("orders", 1);
        awaitTopic("orders", TopicsContract::isLed);

        get(other.set("/brokers/topics/orders/partitions/0/state", "nonsense".getBytes(UTF_8), ZkStore.ANY_VERSION));

        awaitTopic("orders", topic -> !topic.partition(0).hasLeader());
        assertThat(text("/brokers/topics/orders/partitions/0/state")).isEqualTo("nonsense");
    }

    private void create(String topic, int partitions) {
        get(topics.createTopic(topic, Uuid.random(), Collections.nCopies(partitions, List.of(0)), Map.of()));
    }

    private void write(String path, String json) {
        get(other.create(path, json.replace('\'', '"').getBytes(UTF_8), CreateKind.PERSISTENT));
    }

    private String text(String path) {
        return new String(get(store.get(path)).bytes(), UTF_8);
    }

    private Topic awaitTopic(String name, Predicate<Topic> wanted) {
        await(name, () -> table.topic(name) != null && wanted.test(table.topic(name)));
        return table.topic(name);
    }

    private static boolean isLed(Topic topic) {
        return topic.partitions().stream().allMatch(PartitionState::hasLeader);
    }
}
