package dev.paddock.log.log;

import dev.paddock.log.TopicPartition;
import dev.paddock.log.segment.SegmentContext;
import java.util.concurrent.Executor;

/**
 * What surrounds one log.
 *
 * @param segments the folder, and what its segments share
 * @param owner the thread that the log belongs to
 */
public record LogContext(
        TopicPartition partition, SegmentContext segments, Executor owner, LogEnvironment environment) {}
