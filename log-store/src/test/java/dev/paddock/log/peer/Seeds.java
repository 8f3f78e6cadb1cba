package dev.paddock.log.peer;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a test with many seeds and says with which it failed; -Dpaddock.seed=N repeats that one. */
public final class Seeds {
    private Seeds() {}

    public static void each(int runs, Consumer<Random> test) {
        Long only = Long.getLong("paddock.seed");
        long base = only == null ? System.nanoTime() : only;
        for (int run = 0; run < (only == null ? runs : 1); run++) {
            long seed = base + run;
            try {
                test.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dpaddock.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
