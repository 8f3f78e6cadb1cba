/** Topics: their znodes, the table that everybody reads them from, and what changes them. */
package dev.paddock.coordinator.topic;
