package dev.paddock.coordinator.controller;

/**
 * Where a candidate stands.
 *
 * <pre>
 *   OUTSIDE -> QUEUED -> LOOKING -> CLAIMING -> ELECTED
 *                           |          ^
 *                           +-> WAITING
 *   LOOKING, WAITING, CLAIMING, ELECTED -> QUEUED     latch lost, or given back
 *   all but CLOSED -> OUTSIDE                         session ended
 *   all -> CLOSED
 * </pre>
 */
enum ElectionState {
    /** This broker is not registered, so it may not stand. */
    OUTSIDE,
    /** In the latch, behind others. */
    QUEUED,
    /** Has the latch; who holds /controller is being read. */
    LOOKING,
    /** Has the latch; another process holds /controller. */
    WAITING,
    /** Has the latch; the transaction is under way. */
    CLAIMING,
    /** The controller. */
    ELECTED,
    /** Does not stand again. */
    CLOSED;

    boolean mayFollow(ElectionState previous) {
        return previous != CLOSED
                && switch (this) {
                    case OUTSIDE, CLOSED -> true;
                    case QUEUED -> previous != QUEUED;
                    case LOOKING -> previous == QUEUED || previous == CLAIMING;
                    case WAITING -> previous == LOOKING;
                    case CLAIMING -> previous == LOOKING || previous == WAITING;
                    case ELECTED -> previous == CLAIMING;
                };
    }
}
