package dev.paddock.client.connection;

import dev.paddock.protocol.message.ApiKey;

/** Versions of an API, both ends included. A broker may announce nonsense: then the range is empty. */
public record VersionRange(short lowest, short highest) {
    public static VersionRange of(int lowest, int highest) {
        return new VersionRange((short) lowest, (short) highest);
    }

    /** All that our messages can say. */
    public static VersionRange known(ApiKey api) {
        return new VersionRange(api.lowestVersion(), api.highestVersion());
    }

    public boolean contains(int version) {
        return version >= lowest && version <= highest;
    }

    public boolean isEmpty() {
        return lowest > highest;
    }

    public VersionRange intersection(VersionRange other) {
        return of(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    }

    @Override
    public String toString() {
        return lowest == highest ? "v" + lowest : "v" + lowest + " to v" + highest;
    }
}
