/** Apache Kafka 3.9.1's own classes, in a class loader of their own, to compare ours with. */
package dev.paddock.log.peer;
