/** Log compaction: of each key the last record stays. */
package dev.paddock.log.clean;
