package dev.paddock.dist.layering.sample.broker.bad;

import dev.paddock.dist.layering.peer.KafkaClass;

public record BrokerOnKafka(KafkaClass kafka) {}
