package dev.paddock.broker.config;

import dev.paddock.broker.config.DescribedSetting.Source;
import dev.paddock.broker.config.DescribedSetting.Synonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What DescribeConfigs tells of the settings of topics and of this broker. */
final class SettingDescriptions {
    private final SettingValues broker;

    SettingDescriptions(SettingValues broker) {
        this.broker = broker;
    }

    List<DescribedSetting> ofTopic(Map<String, String> overrides) {
        List<DescribedSetting> described = new ArrayList<>();
        for (TopicKey<?> topicKey : TopicKeys.ALL) {
            described.add(ofTopic(topicKey, overrides.get(topicKey.key().name())));
        }
        return described;
    }

    List<DescribedSetting> ofBroker() {
        List<DescribedSetting> described = new ArrayList<>();
        for (SettingKey<?> key : DeclaredKeys.ALL) {
            List<Synonym> synonyms = new ArrayList<>();
            addFile(key, synonyms);
            addDefault(key, synonyms);
            Source source = broker.isSet(key) ? Source.BROKER_FILE : Source.DEFAULT;
            described.add(new DescribedSetting(
                    key.name(), text(key, broker.get(key)), source, key.type().name(), synonyms, key.doc()));
        }
        return described;
    }

    private DescribedSetting ofTopic(TopicKey<?> topicKey, String override) {
        SettingKey<?> key = topicKey.key();
        List<Synonym> synonyms = new ArrayList<>();
        if (override != null) {
            synonyms.add(new Synonym(key.name(), override.trim(), Source.TOPIC));
        }
        topicKey.sources().forEach(source -> addFile(source.key(), synonyms));
        topicKey.sources().forEach(source -> addDefault(source.key(), synonyms));
        Source source = synonyms.isEmpty() ? Source.DEFAULT : synonyms.get(0).source();
        String value = override != null ? override.trim() : text(key, topicKey.fromBroker(broker));
        return new DescribedSetting(key.name(), value, source, key.type().name(), synonyms, key.doc());
    }

    private void addFile(SettingKey<?> key, List<Synonym> synonyms) {
        if (broker.isSet(key)) {
            synonyms.add(new Synonym(key.name(), text(key, broker.get(key)), Source.BROKER_FILE));
        }
    }

    private static void addDefault(SettingKey<?> key, List<Synonym> synonyms) {
        if (key.defaultValue() != null) {
            synonyms.add(new Synonym(key.name(), text(key, key.defaultValue()), Source.DEFAULT));
        }
    }

    private static String text(SettingKey<?> key, Object value) {
        if (value == null || key.type().equals(SettingType.PASSWORD)) {
            return null;
        }
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(Object::toString).toList());
        }
        return value.toString();
    }
}
