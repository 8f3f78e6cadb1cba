package dev.paddock.broker.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which broker of the cluster this is.
 *
 * @param configuredId empty when it comes from meta.properties or is generated
 * @param reservedIdMax generated ids are above it
 */
public record IdentitySettings(
        OptionalInt configuredId, boolean generationEnabled, int reservedIdMax, Optional<String> rack) {
    static IdentitySettings from(SettingValues values) {
        int id = id(values);
        boolean generationEnabled = values.get(BrokerKeys.ID_GENERATION);
        int reservedIdMax = values.get(BrokerKeys.RESERVED_ID_MAX);
        if (generationEnabled && id > reservedIdMax) {
            throw values.refused(
                    idKey(values),
                    "expected at most " + BrokerKeys.RESERVED_ID_MAX.name() + " (" + reservedIdMax + ") while "
                            + BrokerKeys.ID_GENERATION.name() + " is true");
        }
        if (!generationEnabled && id < 0) {
            throw values.refused(
                    idKey(values), "expected at least 0 while " + BrokerKeys.ID_GENERATION.name() + " is false");
        }
        return new IdentitySettings(
                id < 0 ? OptionalInt.empty() : OptionalInt.of(id),
                generationEnabled,
                reservedIdMax,
                values.find(BrokerKeys.RACK));
    }

    private static int id(SettingValues values) {
        int id = values.get(idKey(values));
        if (values.isSet(BrokerKeys.NODE_ID) && values.get(BrokerKeys.NODE_ID) != id) {
            throw values.refused(BrokerKeys.NODE_ID, "expected the same as broker.id, which is " + id);
        }
        return id;
    }

    private static SettingKey<Integer> idKey(SettingValues values) {
        return values.isSet(BrokerKeys.NODE_ID) && !values.isSet(BrokerKeys.BROKER_ID)
                ? BrokerKeys.NODE_ID
                : BrokerKeys.BROKER_ID;
    }
}
