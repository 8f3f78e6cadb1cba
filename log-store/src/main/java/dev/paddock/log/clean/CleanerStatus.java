package dev.paddock.log.clean;

import dev.paddock.log.TopicPartition;
import java.util.Map;

/**
 * How compaction is doing.
 *
 * @param setAside partitions that cannot be cleaned, and why
 * @param dirtiestRatio the largest part of a log that is not clean, when it was last looked
 * @param lastLookMs when that was
 * @param lastTookMs how long the last cleaning took
 * @param cleanings how many have been completed
 */
public record CleanerStatus(
        Map<TopicPartition, String> setAside,
        double dirtiestRatio,
        long lastLookMs,
        long lastTookMs,
        long cleanings,
        long readBytes,
        long writtenBytes) {}
