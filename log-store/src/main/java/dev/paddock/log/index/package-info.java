/** The index files of a segment: what offset, what time, and which aborted transactions are where. */
package dev.paddock.log.index;
