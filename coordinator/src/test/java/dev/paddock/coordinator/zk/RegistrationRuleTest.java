package dev.paddock.coordinator.zk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.coordinator.zk.RegistrationRule.Answer;
import dev.paddock.coordinator.zk.RegistrationRule.Refusal;
import dev.paddock.coordinator.zk.RegistrationRule.Sighting;
import dev.paddock.coordinator.zk.RegistrationRule.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationRuleTest {
    private static final long PRESENT = 1;
    private static final ZkSession FORMER = new ZkSession(2, new byte[] {7});
    private static final long STRANGER = 3;
    private static final int WAIT_MAX_MS = 1_000;

    private final RegistrationRule rule = new RegistrationRule(WAIT_MAX_MS);

    private Step decide(long owner, Answer answer, boolean sessionEnded, long waitedMs) {
        Sighting found = new Sighting(owner, answer, sessionEnded, waitedMs);
        return rule.decide(found, PRESENT, Map.of(FORMER.id(), FORMER, PRESENT, new ZkSession(PRESENT, new byte[0])));
    }

    @Test
    void shouldBeContentWithAZnodeOfThePresentSession() {
        assertThat(decide(PRESENT, Answer.NOT_ASKED, false, 0)).isEqualTo(new Step.Ours());
    }

    @Test
    void shouldEndAFormerSessionWithoutAskingAnyone() {
        assertThat(decide(FORMER.id(), Answer.NOT_ASKED, false, 0)).isEqualTo(new Step.EndSession(FORMER));
    }

    @Test
    void shouldWaitForAFormerSessionThatCouldNotBeEnded() {
        assertThat(decide(FORMER.id(), Answer.NOT_ASKED, true, 400)).isEqualTo(new Step.Wait(600));
    }

    @Test
    void shouldAskWhoIsThereBeforeAnythingElseOfAStranger() {
        assertThat(decide(STRANGER, Answer.NOT_ASKED, false, 5_000)).isEqualTo(new Step.Probe());
    }

    @Test
    void shouldRefuseWhenALiveBrokerHasTheId() {
        assertThat(decide(STRANGER, Answer.ANSWERS, false, 0)).isEqualTo(new Step.Refuse(Refusal.ALIVE));
    }

    @Test
    void shouldWaitForASilentStrangerUntilItsSessionMustHaveEnded() {
        assertThat(decide(STRANGER, Answer.SILENT, false, 999)).isEqualTo(new Step.Wait(1));
        assertThat(decide(STRANGER, Answer.SILENT, false, WAIT_MAX_MS)).isEqualTo(new Step.Refuse(Refusal.STAYED));
    }

    @Test
    void shouldRefuseAPersistentZnodeAtOnce() {
        assertThat(decide(0, Answer.NOT_ASKED, false, 0)).isEqualTo(new Step.Refuse(Refusal.PERMANENT));
    }
}
