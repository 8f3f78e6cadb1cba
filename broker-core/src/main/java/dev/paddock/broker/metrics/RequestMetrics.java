package dev.paddock.broker.metrics;

import dev.paddock.broker.net.RequestTimes;
import dev.paddock.protocol.message.ApiKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Count and times of the requests of each API that was ever asked for. Recorded by all event loops without a lock. */
public final class RequestMetrics {
    private static final ApiKey[] APIS = ApiKey.values();

    private final AtomicReferenceArray<ApiTimes> byApi = new AtomicReferenceArray<>(APIS.length);

    public void record(ApiKey api, RequestTimes times) {
        ApiTimes ofApi = byApi.get(api.ordinal());
        if (ofApi == null) {
            byApi.compareAndSet(api.ordinal(), null, new ApiTimes());
            ofApi = byApi.get(api.ordinal());
        }
        ofApi.record(times);
    }

    /** What was recorded so far, by API. */
    public Map<ApiKey, ApiTimes> byApi() {
        Map<ApiKey, ApiTimes> recorded = new EnumMap<>(ApiKey.class);
        for (ApiKey api : APIS) {
            ApiTimes times = byApi.get(api.ordinal());
            if (times != null) {
                recorded.put(api, times);
            }
        }
        return recorded;
    }
}
