package dev.paddock.log.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where a log begins and ends and what is between. Written by the log's thread only, read by any: one who reads several
 * sees each as it was a moment ago, not all as they were at one.
 */
final class LogBounds {
    private static final VarHandle START = handle("start");
    private static final VarHandle END = handle("end");
    private static final VarHandle HIGH_WATERMARK = handle("highWatermark");
    private static final VarHandle RECOVERY_POINT = handle("recoveryPoint");
    private static final VarHandle SIZE = handle("sizeBytes");

    private long start;
    private long end;
    private long highWatermark;
    private long recoveryPoint;
    private long sizeBytes;

    private static VarHandle handle(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(LogBounds.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    long start() {
        return (long) START.getAcquire(this);
    }

    void start(long offset) {
        START.setRelease(this, offset);
    }

    long end() {
        return (long) END.getAcquire(this);
    }

    void end(long offset) {
        END.setRelease(this, offset);
    }

    long highWatermark() {
        return (long) HIGH_WATERMARK.getAcquire(this);
    }

    void highWatermark(long offset) {
        HIGH_WATERMARK.setRelease(this, offset);
    }

    long recoveryPoint() {
        return (long) RECOVERY_POINT.getAcquire(this);
    }

    void recoveryPoint(long offset) {
        RECOVERY_POINT.setRelease(this, offset);
    }

    long sizeBytes() {
        return (long) SIZE.getAcquire(this);
    }

    void sizeBytes(long bytes) {
        SIZE.setRelease(this, bytes);
    }
}
