package dev.paddock.log.store;

import dev.paddock.log.TopicPartition;
import java.nio.file.Path;
import java.util.Map;

/**
 * One entry of log.dirs.
 *
 * @param sizes in bytes, of each partition in it; empty when it is offline
 */
public record DirStatus(Path path, boolean isOnline, Map<TopicPartition, Long> sizes) {}
