package dev.paddock.log.log;

import dev.paddock.log.producer.AppendOrigin;
import io.netty.buffer.ByteBuf;

/**
 * Validated batches of format 2 that are to be appended by the leader.
 *
 * @param batches whole batches between the reader and the writer index, at least one; offsets and leader epoch are written
 *     into them. They stay the caller's, to be released after the append.
 * @param frameBytes how much memory is held as long as the buffer is: the whole frame that it is a slice of, or what was
 *     allocated for it. By this the tail decides between copying and keeping.
 * @param origin only what a client sends has to be the next in its producer's sequence
 */
public record AppendRequest(ByteBuf batches, int frameBytes, AppendOrigin origin) {}
