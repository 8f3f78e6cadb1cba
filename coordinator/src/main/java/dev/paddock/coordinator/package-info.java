/** Decisions as pure state machines, and the znodes they live in. */
package dev.paddock.coordinator;
