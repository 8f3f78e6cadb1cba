/** One connection to one broker: requests go out pipelined, answers come back as futures, every failure has a type. */
package dev.paddock.client.connection;
