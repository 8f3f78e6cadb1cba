package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What became of a producer's records: batches of format 2 that may be appended, or an error. An accepted one owns a
 * reference of its own to the batches, which {@link #release} gives back; a refused one owns nothing.
 *
 * @param batches from readerIndex to writerIndex, nothing else; null when refused
 * @param spans one for each batch; empty when a client of an old version sent nothing, which is no error
 * @param isRewritten whether the batches are other bytes than those that came
 */
public record ValidationOutcome(
        ErrorCode error,
        String message,
        List<RecordError> recordErrors,
        ByteBuf batches,
        List<BatchSpan> spans,
        boolean isRewritten) {

    static ValidationOutcome accepted(ByteBuf batches, List<BatchSpan> spans, boolean isRewritten) {
        return new ValidationOutcome(ErrorCode.NONE, null, List.of(), batches, spans, isRewritten);
    }

    public static ValidationOutcome refused(ErrorCode error, String message) {
        return refused(error, message, List.of());
    }

    static ValidationOutcome refused(ErrorCode error, String message, List<RecordError> recordErrors) {
        return new ValidationOutcome(error, message, recordErrors, null, List.of(), false);
    }

    public boolean isAccepted() {
        return error == ErrorCode.NONE;
    }

    public void release() {
        if (batches != null) {
            batches.release();
        }
    }
}
