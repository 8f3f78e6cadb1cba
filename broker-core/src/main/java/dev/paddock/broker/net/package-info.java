/** Connections: frames in, responses out in order, and the bounds that keep a peer from costing more than its share. */
package dev.paddock.broker.net;
