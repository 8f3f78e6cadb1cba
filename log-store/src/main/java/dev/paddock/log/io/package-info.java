/** The folders that hold logs, and the small files in them that belong to the broker rather than to a partition. */
package dev.paddock.log.io;
