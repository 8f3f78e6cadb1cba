/** The seam to ZooKeeper, one class per znode kind, this broker's registration and the view of the others. */
package dev.paddock.coordinator.zk;
