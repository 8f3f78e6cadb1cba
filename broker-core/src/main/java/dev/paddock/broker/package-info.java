/** The network, one handler per API, and the wiring of a broker. */
package dev.paddock.broker;
