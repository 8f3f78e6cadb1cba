/** Fetch sessions (KIP-227): which partitions a client fetches, without naming all of them each time. */
package dev.paddock.broker.fetch;
