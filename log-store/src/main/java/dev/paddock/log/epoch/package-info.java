/** Which leader epoch began at which offset, by which replicas find out where their logs part. */
package dev.paddock.log.epoch;
