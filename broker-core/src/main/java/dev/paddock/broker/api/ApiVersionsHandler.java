package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsRequest;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What this broker serves.
 *
 * <p>Behaviour: the registry's handlers with their versions, lowest API number first. A client that asks in a version from
 * the future gets the answer of version 0 with UNSUPPORTED_VERSION and the range of this one API, and asks again (KIP-511).
 *
 * <p>Version notes: 3 and later name the client's software, which has to look like a name; 5 says which cluster and node
 * the client believes it talks to.
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequest, ApiVersionsResponse> {
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
    private static final short FIRST_WITH_SOFTWARE = 3;

    private final List<ApiVersion> served;

    ApiVersionsHandler(List<ApiHandler<?, ?>> others) {
        List<ApiVersion> all = new ArrayList<>();
        all.add(announce(this));
        others.forEach(handler -> all.add(announce(handler)));
        all.sort(Comparator.comparing(ApiVersion::apiKey));
        served = List.copyOf(all);
    }

    @Override
    public ApiKey api() {
        return ApiKey.API_VERSIONS;
    }

    @Override
    public void handle(RequestContext context, ApiVersionsRequest request) {
        if (context.version() >= FIRST_WITH_SOFTWARE) {
            if (!isName(request.clientSoftwareName()) || !isName(request.clientSoftwareVersion())) {
                context.respond(failure(request, ErrorCode.INVALID_REQUEST));
                return;
            }
            context.clientSoftware(request.clientSoftwareName(), request.clientSoftwareVersion());
        }
        context.respond(new ApiVersionsResponse().apiKeys(served));
    }

    @Override
    public ApiVersionsResponse failure(ApiVersionsRequest request, ErrorCode error) {
        return new ApiVersionsResponse().errorCode(error.code());
    }

    /** For a request in a version that we do not know, of which the body cannot be read. */
    void refuseVersion(RequestContext context) {
        ApiVersionsResponse response =
                failure(null, ErrorCode.UNSUPPORTED_VERSION).apiKeys(List.of(announce(this)));
        context.respond(response, (short) 0);
    }

    private static boolean isName(String text) {
        return SOFTWARE.matcher(text).matches();
    }

    private static ApiVersion announce(ApiHandler<?, ?> handler) {
        return new ApiVersion()
                .apiKey(handler.api().id())
                .minVersion(handler.lowestVersion())
                .maxVersion(handler.highestVersion());
    }
}
