/** The topics as this broker knows them: the table that handlers read, their settings, and what waits for changes. */
package dev.paddock.broker.topic;
