package dev.paddock.client.connection;

import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which version goes to this broker for each API: decided once, when its ranges are known. Immutable. */
public final class VersionTable {
    /** No version suits both sides. */
    public static final short NONE = -1;

    private static final int API_COUNT = ApiKey.values().length;

    private final SortedMap<Short, VersionRange> announced;
    private final VersionRules rules;
    private final short[] usable = new short[API_COUNT];

    private VersionTable(SortedMap<Short, VersionRange> announced, VersionRules rules) {
        this.announced = announced;
        this.rules = rules;
        Arrays.fill(usable, NONE);
        announced.forEach((id, theirs) -> {
            ApiKey api = ApiKey.forId(id);
            if (api != null) {
                VersionRange common = rules.ours(api).intersection(theirs);
                usable[api.ordinal()] = common.isEmpty() ? NONE : common.highest();
            }
        });
    }

    public static VersionTable announced(List<ApiVersion> apis, VersionRules rules) {
        TreeMap<Short, VersionRange> ranges = new TreeMap<>();
        apis.forEach(api -> ranges.put(api.apiKey(), new VersionRange(api.minVersion(), api.maxVersion())));
        return new VersionTable(ranges, rules);
    }

    /** For a broker that cannot be asked. */
    public static VersionTable assumed(VersionRules rules) {
        TreeMap<Short, VersionRange> ranges = new TreeMap<>();
        for (Map.Entry<ApiKey, VersionRange> entry : rules.assumed().entrySet()) {
            ranges.put(entry.getKey().id(), entry.getValue());
        }
        return new VersionTable(ranges, rules);
    }

    /** The highest version that suits both sides, or NONE. */
    public short usable(ApiKey api) {
        return usable[api.ordinal()];
    }

    /** Whether this very version, an unstable or capped one included, can be said by us and is understood there. */
    public boolean understands(ApiKey api, int version) {
        VersionRange theirs = theirs(api);
        return theirs != null && theirs.contains(version) && api.hasVersion(version);
    }

    /** The versions that we may choose. */
    public VersionRange ours(ApiKey api) {
        return rules.ours(api);
    }

    /** What the broker understands, or null when it does not know the API. */
    public VersionRange theirs(ApiKey api) {
        return announced.get(api.id());
    }

    /** Every range by the number of its API, those that we do not know included. */
    public SortedMap<Short, VersionRange> announced() {
        return Collections.unmodifiableSortedMap(announced);
    }
}
