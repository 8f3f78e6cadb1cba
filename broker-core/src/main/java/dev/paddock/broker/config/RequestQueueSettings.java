package dev.paddock.broker.config;

/**
 * How much work may wait before reading pauses.
 *
 * @param bytesMax 0 or less when bytes have no bound of their own
 */
public record RequestQueueSettings(int requestsMax, long bytesMax) {
    static RequestQueueSettings from(SettingValues values) {
        long bytesMax = values.get(NetworkKeys.QUEUED_BYTES_MAX);
        int requestBytesMax = values.get(NetworkKeys.REQUEST_BYTES_MAX);
        if (bytesMax > 0 && bytesMax < requestBytesMax) {
            throw values.refused(
                    NetworkKeys.QUEUED_BYTES_MAX,
                    "expected -1 for no bound, or at least " + NetworkKeys.REQUEST_BYTES_MAX.name() + " ("
                            + requestBytesMax + "), or the largest request would never fit");
        }
        return new RequestQueueSettings(values.get(NetworkKeys.QUEUED_REQUESTS_MAX), bytesMax);
    }

    public boolean boundsBytes() {
        return bytesMax > 0;
    }
}
