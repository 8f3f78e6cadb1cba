package dev.paddock.log.peer;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a test with many seeds and says with which it failed; -Dpaddock.seed=N repeats that one, -Dpaddock.seeds.times=N
 * takes so many times as many.
 */
public final class Seeds {
    private Seeds() {}

    public static void each(int runs, Consumer<Random> test) {
        Long only = Long.getLong("paddock.seed");
        long base = only == null ? System.nanoTime() : only;
        int wanted = only == null ? runs * Integer.getInteger("paddock.seeds.times", 1) : 1;
        for (int run = 0; run < wanted; run++) {
            long seed = base + run;
            try {
                test.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dpaddock.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
