/** Record batches as they lie on the wire and on disk: formats 0 to 2, read and changed in place. */
package dev.paddock.protocol.record;
