/** Measurements, with JMH; no part of the distribution. */
package dev.paddock.bench;
