package dev.paddock.protocol.message;

/** Which version of the header goes with a request or a response, the odd ones included. */
public final class HeaderVersion {
    private HeaderVersion() {}

    /** ControlledShutdown v0 was sent before requests named their client; flexible requests have tagged fields. */
    public static short ofRequest(ApiKey api, int version) {
        if (api == ApiKey.CONTROLLED_SHUTDOWN && version == 0) {
            return 0;
        }
        return (short) (version >= api.requestFlexibleFrom() ? 2 : 1);
    }

    /** A client must be able to read the answer to ApiVersions before it knows anything (KIP-511). */
    public static short ofResponse(ApiKey api, int version) {
        return (short) (api != ApiKey.API_VERSIONS && version >= api.responseFlexibleFrom() ? 1 : 0);
    }
}
