package dev.paddock.log.log;

import dev.paddock.log.index.CorruptIndexException;
import dev.paddock.log.io.DamagedFileException;
import dev.paddock.log.segment.CorruptSegmentException;
import dev.paddock.protocol.ErrorCode;
import java.io.IOException;

/** What an exception of the disk means. Pure. */
public final class StorageErrors {
    private StorageErrors() {}

    /** The disk answers, only not with what it was given: the one log's matter. */
    public static boolean isDamage(Throwable e) {
        return e instanceof CorruptSegmentException
                || e instanceof CorruptIndexException
                || e instanceof DamagedFileException;
    }

    /** For whoever wanted to read. Kafka's consumers give up at the first, and try again at the second. */
    public static ErrorCode ofRead(IOException e) {
        return isDamage(e) ? ErrorCode.CORRUPT_MESSAGE : ErrorCode.KAFKA_STORAGE_ERROR;
    }
}
