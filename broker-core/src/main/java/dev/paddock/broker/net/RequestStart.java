package dev.paddock.broker.net;

import dev.paddock.protocol.message.ApiKey;

/** What a request's header says. */
public record RequestStart(ApiKey api, short version, int correlationId, String clientId) {}
