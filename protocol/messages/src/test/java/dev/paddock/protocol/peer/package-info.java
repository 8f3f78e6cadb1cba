/** What the tests measure our messages against: Kafka's own classes, and values that fit both. */
package dev.paddock.protocol.peer;
