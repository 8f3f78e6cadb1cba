package dev.paddock.tools;

import dev.paddock.client.connection.VersionRange;
import dev.paddock.client.connection.VersionTable;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The lines that Kafka's own command prints, which scripts search. */
final class BrokerVersionsText {
    /** Only controllers of KRaft serve these: that a broker does not is no news. */
    private static final Set<ApiKey> CONTROLLERS_ONLY = EnumSet.of(
            ApiKey.VOTE,
            ApiKey.BEGIN_QUORUM_EPOCH,
            ApiKey.END_QUORUM_EPOCH,
            ApiKey.FETCH_SNAPSHOT,
            ApiKey.BROKER_REGISTRATION,
            ApiKey.BROKER_HEARTBEAT,
            ApiKey.CONTROLLER_REGISTRATION,
            ApiKey.ASSIGN_REPLICAS_TO_DIRS,
            ApiKey.UPDATE_RAFT_VOTER,
            ApiKey.UNREGISTER_CONTROLLER);

    private BrokerVersionsText() {}

    static void print(BrokerVersions answer, PrintWriter out) {
        MetadataResponseBroker broker = answer.broker();
        String name =
                broker.host() + ":" + broker.port() + " (id: " + broker.nodeId() + " rack: " + broker.rack() + ")";
        if (answer.error() != null) {
            out.println(name + " -> ERROR: " + answer.error());
            return;
        }
        StringJoiner lines = new StringJoiner(",\n\t", "(\n\t", "\n)");
        lines(answer.versions()).values().forEach(lines::add);
        out.println(name + " -> " + lines);
    }

    private static SortedMap<Short, String> lines(VersionTable versions) {
        SortedMap<Short, String> lines = new TreeMap<>();
        for (ApiKey api : ApiKey.values()) {
            if (!CONTROLLERS_ONLY.contains(api)) {
                lines.put(api.id(), api.displayName() + "(" + api.id() + "): UNSUPPORTED");
            }
        }
        versions.announced().forEach((id, range) -> lines.put(id, line(versions, id, range)));
        return lines;
    }

    private static String line(VersionTable versions, short id, VersionRange theirs) {
        String range = theirs.lowest() == theirs.highest()
                ? String.valueOf(theirs.lowest())
                : theirs.lowest() + " to " + theirs.highest();
        ApiKey api = ApiKey.forId(id);
        if (api == null) {
            return "UNKNOWN(" + id + "): " + range;
        }
        return api.displayName() + "(" + id + "): " + range + " [" + usability(versions, api, theirs) + "]";
    }

    private static String usability(VersionTable versions, ApiKey api, VersionRange theirs) {
        short usable = versions.usable(api);
        if (usable != VersionTable.NONE) {
            return "usable: " + usable;
        }
        return theirs.lowest() > versions.ours(api).highest() ? "unusable: node too new" : "unusable: node too old";
    }
}
