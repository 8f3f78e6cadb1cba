package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.client.testing.FakeBroker;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionTableTest {
    @Test
    void shouldUseOurHighestWhenTheBrokerKnowsMore() {
        VersionTable table = announced(ApiKey.METADATA, 0, ApiKey.METADATA.highestVersion() + 7, VersionRules.NEWEST);

        assertThat(table.usable(ApiKey.METADATA)).isEqualTo(ApiKey.METADATA.highestVersion());
    }

    @Test
    void shouldUseTheBrokersHighestWhenItKnowsLess() {
        VersionTable table = announced(ApiKey.METADATA, 0, 5, VersionRules.NEWEST);

        assertThat(table.usable(ApiKey.METADATA)).isEqualTo((short) 5);
    }

    @Test
    void shouldFindNothingInApisThatTheBrokerDoesNotAnnounce() {
        VersionTable table = announced(ApiKey.METADATA, 0, 5, VersionRules.NEWEST);

        assertThat(table.usable(ApiKey.FETCH)).isEqualTo(VersionTable.NONE);
        assertThat(table.theirs(ApiKey.FETCH)).isNull();
        assertThat(table.understands(ApiKey.FETCH, 0)).isFalse();
    }

    @Test
    void shouldFindNothingWhenTheBrokerDroppedWhatWeSpeak() {
        int beyond = ApiKey.FETCH.highestVersion() + 1;

        assertThat(announced(ApiKey.FETCH, beyond, beyond + 3, VersionRules.NEWEST)
                        .usable(ApiKey.FETCH))
                .isEqualTo(VersionTable.NONE);
    }

    @Test
    void shouldFindNothingInARangeThatIsUpsideDown() {
        assertThat(announced(ApiKey.FETCH, 5, 2, VersionRules.NEWEST).usable(ApiKey.FETCH))
                .isEqualTo(VersionTable.NONE);
    }

    @Test
    void shouldStayBelowTheCap() {
        VersionRules rules = VersionRules.NEWEST.withCaps(Map.of(ApiKey.FETCH, 11));

        assertThat(announced(ApiKey.FETCH, 0, 17, rules).usable(ApiKey.FETCH)).isEqualTo((short) 11);
    }

    @Test
    void shouldFindNothingWhenTheCapLiesBelowTheBrokersRange() {
        VersionRules rules = VersionRules.NEWEST.withCaps(Map.of(ApiKey.FETCH, 3));

        assertThat(announced(ApiKey.FETCH, 4, 17, rules).usable(ApiKey.FETCH)).isEqualTo(VersionTable.NONE);
    }

    @Test
    void shouldNotLetACapRaiseWhatWeKnow() {
        VersionRules rules = VersionRules.NEWEST.withCaps(Map.of(ApiKey.FETCH, 99));

        assertThat(announced(ApiKey.FETCH, 0, 120, rules).usable(ApiKey.FETCH))
                .isEqualTo(ApiKey.FETCH.highestVersion());
    }

    @Test
    void shouldStopBeforeAnUnstableNewestVersion() {
        ApiKey unstable = unstableApi();
        int highest = unstable.highestVersion();

        VersionTable table = announced(unstable, 0, highest, VersionRules.NEWEST);

        assertThat(table.usable(unstable)).isEqualTo((short) (highest - 1));
        assertThat(table.understands(unstable, highest)).isTrue();
    }

    @Test
    void shouldUseAnUnstableVersionWhenAsked() {
        ApiKey unstable = unstableApi();
        VersionRules rules = VersionRules.NEWEST.withUnstable(Set.of(unstable));

        assertThat(announced(unstable, 0, unstable.highestVersion(), rules).usable(unstable))
                .isEqualTo(unstable.highestVersion());
    }

    @Test
    void shouldKeepApisThatNobodyKnowsForThoseWhoPrintThem() {
        ApiVersion unknown =
                new ApiVersion().apiKey((short) 4711).minVersion((short) 1).maxVersion((short) 2);

        VersionTable table = VersionTable.announced(List.of(unknown), VersionRules.NEWEST);

        assertThat(table.announced()).containsOnly(Map.entry((short) 4711, VersionRange.of(1, 2)));
    }

    @Test
    void shouldTakeAssumedRangesAsAnnounced() {
        VersionRules rules = VersionRules.NEWEST.withAssumed(Map.of(ApiKey.FETCH, VersionRange.of(0, 1)));

        VersionTable table = VersionTable.assumed(rules);

        assertThat(table.usable(ApiKey.FETCH)).isEqualTo((short) 1);
        assertThat(table.usable(ApiKey.METADATA)).isEqualTo(VersionTable.NONE);
    }

    private static VersionTable announced(ApiKey api, int lowest, int highest, VersionRules rules) {
        return VersionTable.announced(
                FakeBroker.announcing(Map.of(api, new int[] {lowest, highest})).apiKeys(), rules);
    }

    private static ApiKey unstableApi() {
        return Arrays.stream(ApiKey.values())
                .filter(ApiKey::newestIsUnstable)
                .findFirst()
                .orElseThrow();
    }
}
