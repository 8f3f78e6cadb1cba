package dev.paddock.coordinator.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadershipRuleTest {
    private static final long STATE_MZXID = 100;
    private static final long BEFORE = 50;
    private static final long AFTER = 150;

    @Test
    void shouldLetTheFirstLiveReplicaLeadANewPartition() {
        PartitionState fresh = PartitionState.withoutState(0, Assignment.of(3, 1, 2));

        assertThat(rule(Map.of(1, BEFORE, 2, BEFORE)).decide(fresh, false))
                .contains(new Leadership(1, 0, List.of(1), 7));
        assertThat(rule(Map.of(9, BEFORE)).decide(fresh, true)).isEmpty();
    }

    @Test
    void shouldLeaveALivingLeaderAlone() {
        assertThat(rule(Map.of(1, BEFORE, 2, BEFORE)).decide(led(1, List.of(1, 2)), false))
                .isEmpty();
    }

    @Test
    void shouldBeginANewEpochWithALeaderThatWasAway() {
        assertThat(rule(Map.of(1, AFTER)).decide(led(1, List.of(1, 2)), false))
                .contains(new Leadership(1, 6, List.of(1), 7));
    }

    @Test
    void shouldElectALiveReplicaThatIsInSync() {
        assertThat(rule(Map.of(2, BEFORE, 3, AFTER)).decide(led(1, List.of(1, 3)), false))
                .contains(new Leadership(3, 6, List.of(3), 7));
        assertThat(rule(Map.of(2, BEFORE)).decide(led(-1, List.of(2)), false))
                .contains(new Leadership(2, 6, List.of(2), 7));
    }

    @Test
    void shouldElectOneThatIsNotInSyncOnlyWhenAllowed() {
        PartitionState partition = led(1, List.of(1));

        assertThat(rule(Map.of(2, BEFORE)).decide(partition, false)).isEmpty();
        assertThat(rule(Map.of(2, BEFORE)).decide(partition, true)).contains(new Leadership(2, 6, List.of(2), 7));
    }

    private static LeadershipRule rule(Map<Integer, Long> brokers) {
        return new LeadershipRule(brokers, 7);
    }

    private static PartitionState led(int leader, List<Integer> isr) {
        return new PartitionState(0, Assignment.of(1, 2, 3), new Leadership(leader, 5, isr, 1), 4, STATE_MZXID);
    }
}
