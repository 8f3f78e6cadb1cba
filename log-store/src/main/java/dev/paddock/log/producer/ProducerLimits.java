package dev.paddock.log.producer;

/**
 * How long and how many producers are remembered.
 *
 * @param expirationMs producer.id.expiration.ms: since the time of its last batch
 * @param producersMax when there are more, those that have been idle longest are forgotten early; one with an open
 *     transaction never is
 */
public record ProducerLimits(long expirationMs, int producersMax) {
    public ProducerLimits {
        if (expirationMs < 0 || producersMax < 1) {
            throw new IllegalArgumentException("Producers are remembered for " + expirationMs + " ms, at most "
                    + producersMax + " of them: expected 0 or more, and 1 or more");
        }
    }
}
