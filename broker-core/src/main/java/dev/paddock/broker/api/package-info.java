/** One handler per API, the table that lists them, and the one way every request takes through them. */
package dev.paddock.broker.api;
