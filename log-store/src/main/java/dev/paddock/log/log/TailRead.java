package dev.paddock.log.log;

import dev.paddock.log.index.AbortedTxn;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Whole batches from memory.
 *
 * @param bytes the receiver's, to be released
 * @param baseOffset of the first batch, which may be below the offset that was asked for
 * @param nextOffset behind the last batch
 * @param aborted transactions that touch the batches; empty unless committed records were asked for
 */
public record TailRead(ByteBuf bytes, long baseOffset, long nextOffset, List<AbortedTxn> aborted) implements LogRead {}
