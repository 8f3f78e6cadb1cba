/** Bytes to values and back: readers that trust no length, writers that know every version's form. */
package dev.paddock.protocol.wire;
