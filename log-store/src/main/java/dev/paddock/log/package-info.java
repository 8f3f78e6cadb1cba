/** A partition's log on disk, and the folders that hold many. Knows no network and no ZooKeeper. */
package dev.paddock.log;
