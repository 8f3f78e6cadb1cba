/** The ids of idempotent and transactional producers. */
package dev.paddock.coordinator.producer;
