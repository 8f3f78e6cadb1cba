/** One segment of a log: its log file with its indexes. */
package dev.paddock.log.segment;
