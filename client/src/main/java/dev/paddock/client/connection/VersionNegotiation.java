package dev.paddock.client.connection;

import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;

/**
 * Asks a broker what it understands: in the newest version first; a broker that is older says so in version 0 and names
 * the range it takes, or nothing at all (KIP-511). Pure: it says what to ask, and hears what was answered.
 */
final class VersionNegotiation {
    private final VersionRules rules;
    private short version;
    private boolean retried;
    private VersionTable agreed;

    VersionNegotiation(VersionRules rules) {
        this.rules = rules;
        this.version = rules.ours(ApiKey.API_VERSIONS).highest();
    }

    short version() {
        return version;
    }

    ApiVersionsRequest request() {
        return new ApiVersionsRequest()
                .clientSoftwareName(SoftwareVersion.NAME)
                .clientSoftwareVersion(SoftwareVersion.current());
    }

    /** What both agreed on; null while there is one more request to send. */
    VersionTable agreed() {
        return agreed;
    }

    /** Throws IllegalStateException, with what is wrong, when there is no way to agree. */
    void onAnswer(ApiVersionsResponse response) {
        if (response.errorCode() == 0) {
            agreed = VersionTable.announced(response.apiKeys(), rules);
        } else if (response.errorCode() != ErrorCode.UNSUPPORTED_VERSION.code()) {
            throw new IllegalStateException("it answered ApiVersions v" + version + " with the error code "
                    + response.errorCode() + ", " + ErrorCode.forCode(response.errorCode()));
        } else {
            fallBack(highestKnownTo(response));
        }
    }

    private void fallBack(short highest) {
        if (retried || highest >= version || !ApiKey.API_VERSIONS.hasVersion(highest)) {
            throw new IllegalStateException(
                    "it refuses ApiVersions v" + version + " and names v" + highest + " as its highest");
        }
        retried = true;
        version = highest;
    }

    private static short highestKnownTo(ApiVersionsResponse response) {
        for (ApiVersion api : response.apiKeys()) {
            if (api.apiKey() == ApiKey.API_VERSIONS.id()) {
                return api.maxVersion();
            }
        }
        return 0;
    }
}
