package dev.paddock.tools;

import dev.paddock.client.connection.VersionTable;
import dev.paddock.protocol.message.MetadataResponse.MetadataResponseBroker;

/** A broker of the cluster, and which versions it understands; or why it did not say: one of the two is null. */
record BrokerVersions(MetadataResponseBroker broker, VersionTable versions, String error) {
    static BrokerVersions of(MetadataResponseBroker broker, VersionTable versions) {
        return new BrokerVersions(broker, versions, null);
    }

    static BrokerVersions failed(MetadataResponseBroker broker, Throwable failure) {
        return new BrokerVersions(broker, null, failure.getMessage());
    }
}
