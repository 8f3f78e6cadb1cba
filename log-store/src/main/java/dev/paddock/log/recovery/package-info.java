/** From the files that lie in a partition's folder, whatever end the last run had, to a log that can be trusted. */
package dev.paddock.log.recovery;
