package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.LogSettings;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.TimestampType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogSettingsResolverTest {
    @Test
    void shouldGiveKafkasDefaultsToWhoSaysNothing() {
        LogSettings settings = LogSettingsResolver.ofDefaults().resolve(Map.of());

        assertThat(settings)
                .isEqualTo(LogSettings.DEFAULTS
                        .change()
                        .timestampAfterMaxMs(Long.MAX_VALUE)
                        .build());
    }

    @Test
    void shouldLetTheTopicsOwnWordCountMore() {
        LogSettingsResolver resolver = resolver("log.segment.bytes", "1000", "log.cleanup.policy", "compact");

        assertThat(resolver.resolve(Map.of()).segmentBytes()).isEqualTo(1000);
        assertThat(resolver.resolve(Map.of("segment.bytes", "2000")).segmentBytes())
                .isEqualTo(2000);
        assertThat(resolver.resolve(Map.of()).compact()).isTrue();
        assertThat(resolver.resolve(Map.of()).delete()).isFalse();
        assertThat(resolver.resolve(Map.of("cleanup.policy", "delete,compact")).delete())
                .isTrue();
    }

    @Test
    void shouldDeleteNothingOfATopicThatNobodyKnows() {
        LogSettings settings = resolver(
                        "log.retention.ms", "1", "log.retention.bytes", "1", "log.cleanup.policy", "compact")
                .ofUnknownTopic();

        assertThat(settings.retentionMs()).isEqualTo(-1);
        assertThat(settings.retentionBytes()).isEqualTo(-1);
        assertThat(settings.compact()).isFalse();
    }

    @Test
    void shouldTakeTheFinestUnitThatIsSet() {
        assertThat(resolver("log.retention.hours", "1").resolve(Map.of()).retentionMs())
                .isEqualTo(TimeUnit.HOURS.toMillis(1));
        assertThat(resolver("log.retention.hours", "1", "log.retention.minutes", "2")
                        .resolve(Map.of())
                        .retentionMs())
                .isEqualTo(TimeUnit.MINUTES.toMillis(2));
        assertThat(resolver("log.retention.ms", "-9", "log.retention.minutes", "2")
                        .resolve(Map.of())
                        .retentionMs())
                .isEqualTo(-1);
        assertThat(resolver("log.flush.scheduler.interval.ms", "7")
                        .resolve(Map.of())
                        .flushMs())
                .isEqualTo(7);
    }

    @Test
    void shouldKnowTheLevelOfTheCodec() {
        LogSettings producers = LogSettingsResolver.ofDefaults().resolve(Map.of());
        LogSettings gzip = LogSettingsResolver.ofDefaults().resolve(Map.of("compression.type", "gzip"));
        LogSettings zstd = resolver("compression.zstd.level", "9").resolve(Map.of("compression.type", "zstd"));

        assertThat(producers.compression()).isNull();
        assertThat(gzip.compression()).isEqualTo(Compression.GZIP);
        assertThat(gzip.compressionLevel()).isEqualTo(Compression.DEFAULT_LEVEL);
        assertThat(zstd.compression()).isEqualTo(Compression.ZSTD);
        assertThat(zstd.compressionLevel()).isEqualTo(9);
        assertThat(LogSettingsResolver.ofDefaults()
                        .resolve(Map.of("compression.type", "uncompressed"))
                        .compression())
                .isEqualTo(Compression.NONE);
    }

    @Test
    void shouldReadTimestamps() {
        LogSettings settings = LogSettingsResolver.ofDefaults()
                .resolve(Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "message.timestamp.difference.max.ms",
                        "5",
                        "message.timestamp.before.max.ms",
                        "7"));

        assertThat(settings.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(settings.timestampBeforeMaxMs()).isEqualTo(7);
        assertThat(settings.timestampAfterMaxMs()).isEqualTo(5);
    }

    @Test
    void shouldPassOverWhatSomebodyHasWrittenWrongly() {
        Map<String, String> overrides =
                Map.of("segment.bytes", "many", "no.such.key", "1", "retention.ms", "9", "flush.ms", "-4");

        LogSettings settings = LogSettingsResolver.ofDefaults().resolve(overrides);

        assertThat(settings.segmentBytes()).isEqualTo(LogSettings.DEFAULTS.segmentBytes());
        assertThat(settings.flushMs()).isEqualTo(Long.MAX_VALUE);
        assertThat(settings.retentionMs()).isEqualTo(9);
    }

    @Test
    void shouldSayInKafkasWordsWhatATopicCannotHave() {
        assertRefused(Map.of("no.such.key", "1"), "Unknown topic config name: no.such.key");
        assertRefused(
                Map.of("segment.bytes", "13"),
                "Invalid value 13 for configuration segment.bytes: expected an int, at least 14");
        assertRefused(
                Map.of("cleanup.policy", "shred"),
                "Invalid value shred for configuration cleanup.policy: expected a list with commas between, each of"
                        + " them one of compact, delete");
        assertRefused(
                Map.of("min.compaction.lag.ms", "8", "max.compaction.lag.ms", "7"),
                "conflict topic config setting min.compaction.lag.ms (8) > max.compaction.lag.ms (7)");
        assertRefused(
                Map.of("remote.storage.enable", "true"),
                "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log"
                        + " storage.");
    }

    @Test
    void shouldNameWhatSaysSomethingOfASetting() {
        DescribedSetting setting = resolver("log.retention.minutes", "2").describe(Map.of("retention.ms", "9")).stream()
                .filter(described -> described.name().equals("retention.ms"))
                .findFirst()
                .orElseThrow();

        assertThat(setting.value()).isEqualTo("9");
        assertThat(setting.source()).isEqualTo(DescribedSetting.Source.TOPIC);
        assertThat(setting.synonyms())
                .isEqualTo(List.of(
                        new DescribedSetting.Synonym("retention.ms", "9", DescribedSetting.Source.TOPIC),
                        new DescribedSetting.Synonym("log.retention.minutes", "2", DescribedSetting.Source.BROKER_FILE),
                        new DescribedSetting.Synonym("log.retention.hours", "168", DescribedSetting.Source.DEFAULT)));
    }

    private static void assertRefused(Map<String, String> overrides, String message) {
        assertThatThrownBy(() -> LogSettingsResolver.ofDefaults().check(overrides))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        refused -> assertThat(refused.forClients()).isEqualTo(message));
    }

    private static LogSettingsResolver resolver(String... keysAndValues) {
        return Settings.with(keysAndValues).topics().configs();
    }
}
