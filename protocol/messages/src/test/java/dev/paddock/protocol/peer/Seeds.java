package dev.paddock.protocol.peer;

/** Where all randomness of a run comes from: -Dpaddock.seed=... repeats or changes it. */
public final class Seeds {
    public static final long BASE = Long.getLong("paddock.seed", 20_260_101);

    private Seeds() {}

    /** The same for the same names. */
    public static long of(Object... names) {
        long seed = BASE;
        for (Object name : names) {
            seed = seed * 1_000_003 + name.toString().hashCode();
        }
        return seed;
    }
}
