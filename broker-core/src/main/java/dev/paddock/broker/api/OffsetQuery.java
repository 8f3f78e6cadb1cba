package dev.paddock.broker.api;

import dev.paddock.broker.partition.Partition;
import dev.paddock.log.log.OffsetSearch;
import dev.paddock.log.log.PartitionLog;
import dev.paddock.log.log.ReadBound;
import dev.paddock.log.log.StorageErrors;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.TimestampedOffset;
import dev.paddock.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition's part of ListOffsets: begins on the partition's shard, and goes on with the disk where it has to. */
final class OffsetQuery {
    static final long LATEST = -1;
    static final long EARLIEST = -2;
    static final long MAX_TIMESTAMP = -3;
    /** Of what lies here, with tiered storage: all of it, without. */
    static final long EARLIEST_LOCAL = -4;
    /** Of what lies elsewhere, or is to go there: nothing, without tiered storage. */
    static final long LATEST_TIERED = -5;

    static final long EARLIEST_PENDING_UPLOAD = -6;

    private static final Logger LOG = LoggerFactory.getLogger(OffsetQuery.class);

    private final Partition partition;
    private final long timestamp;
    private final ReadBound bound;
    private final ListOffsetsPartitionResponse answer;
    private final Runnable done;

    OffsetQuery(
            Partition partition, long timestamp, ReadBound bound, ListOffsetsPartitionResponse answer, Runnable done) {
        this.partition = partition;
        this.timestamp = timestamp;
        this.bound = bound;
        this.answer = answer;
        this.done = done;
    }

    /** From which version on a client may ask for one of the special offsets; the largest short for those that are none. */
    static short firstVersionOf(long timestamp) {
        if (timestamp >= 0) {
            return 0;
        }
        return switch ((int) Math.max(timestamp, Integer.MIN_VALUE)) {
            case -1, -2 -> 0;
            case -3 -> 7;
            case -4 -> 8;
            case -5 -> 9;
            case -6 -> 11;
            default -> Short.MAX_VALUE;
        };
    }

    void run(Executor disk) {
        PartitionLog log = partition.log();
        long end = log.endOffset(bound);
        if (timestamp == LATEST) {
            answer.offset(end).leaderEpoch(partition.leadership().leaderEpoch());
        } else if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            answer.offset(log.startOffset()).leaderEpoch(log.epochFor(log.startOffset()));
        } else if (timestamp == MAX_TIMESTAMP || timestamp >= 0) {
            OffsetSearch search = timestamp >= 0 ? log.byTimestamp(timestamp) : log.byMaxTimestamp();
            disk.execute(() -> search(log, search, end));
            return;
        }
        done.run();
    }

    private void search(PartitionLog log, OffsetSearch search, long end) {
        try (search) {
            TimestampedOffset found = search.run();
            // What is not committed is not told, as it may not stay.
            if (found != null && found.offset() < end) {
                answer.timestamp(found.timestampMs()).offset(found.offset()).leaderEpoch(found.leaderEpoch());
            }
        } catch (IOException e) {
            LOG.error("{} cannot be searched for time {}", partition.name(), timestamp, e);
            log.failed(e);
            answer.errorCode(StorageErrors.ofRead(e).code());
        }
        done.run();
    }

    /** Version 0: the first offsets of segments that were last written to before a time, the latest first, as many as fit. */
    void runOldStyle(int offsetsMax, long nowMs, Executor disk) {
        PartitionLog log = partition.log();
        List<LogSegment> sealed = log.sealedSegments();
        sealed.forEach(LogSegment::retain);
        long start = log.startOffset();
        long end = log.endOffset();
        long last = log.endOffset(bound);
        disk.execute(() -> {
            try {
                List<SegmentStart> starts = new ArrayList<>(sealed.size() + 2);
                long next = start;
                for (LogSegment segment : sealed) {
                    starts.add(new SegmentStart(Math.max(segment.baseOffset(), start), segment.lastModifiedMs()));
                    next = segment.readNextOffset();
                }
                if (starts.isEmpty() || next < end) {
                    starts.add(new SegmentStart(Math.max(next, start), nowMs));
                }
                if (start < end) {
                    starts.add(new SegmentStart(end, nowMs));
                }
                answer.oldStyleOffsets(SegmentStart.before(starts, timestamp, offsetsMax, last));
            } catch (IOException e) {
                LOG.error("The segments of {} cannot be listed", partition.name(), e);
                log.failed(e);
                answer.errorCode(StorageErrors.ofRead(e).code());
            } finally {
                sealed.forEach(LogSegment::release);
            }
            done.run();
        });
    }

    /** Where a segment begins, and when it was last written to. The end of the log counts as one that begins now. */
    record SegmentStart(long offset, long lastModifiedMs) {
        /** @param last what a consumer may know of: it stands for all that is above */
        static long[] before(List<SegmentStart> starts, long timestamp, int offsetsMax, long last) {
            int from = starts.size() - 1;
            if (timestamp == EARLIEST) {
                from = 0;
            } else if (timestamp != LATEST) {
                while (from >= 0 && starts.get(from).lastModifiedMs() > timestamp) {
                    from--;
                }
            }
            int count = Math.max(0, Math.min(offsetsMax, from + 1));
            long[] offsets = new long[count];
            for (int i = 0; i < count; i++) {
                offsets[i] = Math.min(starts.get(from - i).offset(), last);
            }
            return offsets;
        }
    }
}
