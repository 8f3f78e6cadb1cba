package dev.paddock.broker.topic;

import dev.paddock.protocol.Uuid;
import java.util.List;
import java.util.Map;

/** A topic that can be created: everything about it is right and decided. */
public record PlannedTopic(String name, Uuid id, List<List<Integer>> replicas, Map<String, String> overrides) {}
