/** What the broker measures about itself, and where it can be read. */
package dev.paddock.broker.metrics;
