/** All partitions in all folders of log.dirs: opening, placing, deleting, checkpoints, failing disks. */
package dev.paddock.log.store;
