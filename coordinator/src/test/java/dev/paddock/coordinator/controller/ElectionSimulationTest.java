package dev.paddock.coordinator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElectionSimulationTest {
    private static final int RUNS = 1_000;

    @Test
    void shouldKeepItsInvariantsInWhateverOrderThingsHappen() {
        long first = Long.getLong("paddock.test.seed", System.nanoTime());
        int tenures = 0;
        for (long seed = first; seed < first + RUNS; seed++) {
            try {
                tenures += new ElectionSimulation(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("With -Dpaddock.test.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(tenures).isGreaterThan(2 * RUNS);
    }
}
