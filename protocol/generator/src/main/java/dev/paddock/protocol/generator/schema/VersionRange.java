package dev.paddock.protocol.generator.schema;

/** The versions from lowest to highest, both included; NONE holds no version. */
public record VersionRange(int lowest, int highest) {
    public static final VersionRange NONE = new VersionRange(0, -1);
    public static final int OPEN = Short.MAX_VALUE;

    /** Reads Kafka's notation: "none", "3", "0-7" or "4+". */
    public static VersionRange parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("none")) {
            return NONE;
        }
        if (trimmed.endsWith("+")) {
            return new VersionRange(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), OPEN);
        }
        int dash = trimmed.indexOf('-');
        if (dash < 0) {
            int only = Integer.parseInt(trimmed);
            return new VersionRange(only, only);
        }
        return new VersionRange(
                Integer.parseInt(trimmed.substring(0, dash)), Integer.parseInt(trimmed.substring(dash + 1)));
    }

    public boolean isEmpty() {
        return highest < lowest;
    }

    public boolean contains(int version) {
        return version >= lowest && version <= highest;
    }

    public boolean contains(VersionRange other) {
        return other.isEmpty() || (other.lowest >= lowest && other.highest <= highest);
    }

    public VersionRange intersect(VersionRange other) {
        VersionRange result = new VersionRange(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        return result.isEmpty() ? NONE : result;
    }

    /** The versions of both, which have to touch: a field that goes away never comes back under its old name. */
    public VersionRange union(VersionRange other, String what) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        if (other.lowest > highest + 1 || lowest > other.highest + 1) {
            throw new SchemaException(what + ": versions " + this + " and " + other + " leave a gap");
        }
        return new VersionRange(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
    }

    /** What is left of this range below another one. */
    public VersionRange below(int version) {
        return intersect(new VersionRange(0, version - 1));
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : lowest == highest ? "" + lowest : lowest + "-" + highest;
    }
}
