/** The partitions that this broker serves: each lives on one shard's thread, with all that waits for it. */
package dev.paddock.broker.partition;
