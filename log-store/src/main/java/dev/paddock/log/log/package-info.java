/** A partition's segments as one log: appending, reading, bounds, what to keep, and the tail in memory. */
package dev.paddock.log.log;
