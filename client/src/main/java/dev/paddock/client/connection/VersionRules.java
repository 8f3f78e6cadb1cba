package dev.paddock.client.connection;

import dev.paddock.protocol.message.ApiKey;
import java.util.Map;
import java.util.Set;

/**
 * What we are willing to say to a broker.
 *
 * @param caps the highest version to use of an API, as for a cluster where some brokers are older
 * @param unstable APIs of which the newest version may be used although it may still change
 * @param assumed what the broker understands, when it cannot be asked (before Kafka 0.10); empty: it is asked
 */
public record VersionRules(Map<ApiKey, Integer> caps, Set<ApiKey> unstable, Map<ApiKey, VersionRange> assumed) {
    public static final VersionRules NEWEST = new VersionRules(Map.of(), Set.of(), Map.of());

    public VersionRules {
        caps = Map.copyOf(caps);
        unstable = Set.copyOf(unstable);
        assumed = Map.copyOf(assumed);
    }

    public VersionRules withCaps(Map<ApiKey, Integer> value) {
        return new VersionRules(value, unstable, assumed);
    }

    public VersionRules withUnstable(Set<ApiKey> value) {
        return new VersionRules(caps, value, assumed);
    }

    public VersionRules withAssumed(Map<ApiKey, VersionRange> value) {
        return new VersionRules(caps, unstable, value);
    }

    /** The versions that may be chosen for a request. */
    public VersionRange ours(ApiKey api) {
        int highest = api.highestVersion();
        if (api.newestIsUnstable() && !unstable.contains(api)) {
            highest--;
        }
        return VersionRange.of(api.lowestVersion(), Math.min(highest, caps.getOrDefault(api, highest)));
    }
}
