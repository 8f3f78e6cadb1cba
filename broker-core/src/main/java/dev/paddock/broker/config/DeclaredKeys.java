package dev.paddock.broker.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables side by side. A key that is in none of them has no effect. */
final class DeclaredKeys {
    static final List<SettingKey<?>> ALL = Stream.of(
                    BrokerKeys.ALL,
                    NetworkKeys.ALL,
                    ZooKeeperKeys.ALL,
                    LogDirKeys.ALL,
                    LogKeys.ALL,
                    TopicCreationKeys.ALL,
                    ServingKeys.ALL,
                    CleanerKeys.ALL,
                    PaddockKeys.ALL)
            .<SettingKey<?>>flatMap(List::stream)
            .toList();
    /** What may also be set for one listener. */
    static final List<SettingKey<?>> PER_LISTENER = List.of(NetworkKeys.MAX_CONNECTIONS);

    static final Map<String, SettingKey<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(SettingKey::name, Function.identity()));

    private DeclaredKeys() {}
}
