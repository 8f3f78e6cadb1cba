/** Requests to a broker, for the tools and for brokers among themselves. */
package dev.paddock.client;
