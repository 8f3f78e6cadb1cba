package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our settings beside Apache Kafka 3.9.1's own: names, types, defaults, and what is accepted. */
class KafkaReferenceTest {
    private static final long SEED = 391;

    private static KafkaPeer kafka;

    @BeforeAll
    static void open() throws IOException {
        kafka = new KafkaPeer();
    }

    @AfterAll
    static void close() throws IOException {
        kafka.close();
    }

    @Test
    void shouldListEveryKeyThatKafkaKnows() throws Exception {
        assertThat(KafkaKeys.BROKER).containsExactlyInAnyOrderElementsOf(strings(kafka.names()));
    }

    @Test
    void shouldPointFromEachTopicKeyToItsBrokerKey() throws Exception {
        // Given
        var expected = new TreeMap<String, String>();
        for (var entry : kafka.topicSynonyms().entrySet()) {
            if (!kafka.names().contains(entry.getKey())) {
                var first = ((List<?>) entry.getValue()).get(0);
                expected.put((String) entry.getKey(), (String) kafka.call(first, "name"));
            }
        }

        // Then
        assertThat(KafkaKeys.TOPIC).isEqualTo(expected);
    }

    @Test
    void shouldDeclareTypesAndDefaultsOfKafka() throws Exception {
        for (var ours : DeclaredKeys.ALL) {
            if (isPaddocks(ours)) {
                continue;
            }
            var theirs = kafka.key(ours.name());
            assertThat(theirs).as(ours.name()).isNotNull();
            assertThat(ours.type().name())
                    .as("type of %s", ours.name())
                    .isEqualToIgnoringCase(kafka.field(theirs, "type").toString());
            assertThat(comparable(ours.name(), ours.defaultValue()))
                    .as("default of %s", ours.name())
                    .isEqualTo(comparable(ours.name(), kafka.field(theirs, "defaultValue")));
        }
    }

    @Test
    void shouldReadTextsAsConfigDefDoes() throws Exception {
        var random = new Random(SEED);
        var types = List.of(
                SettingType.INT,
                SettingType.LONG,
                SettingType.SHORT,
                SettingType.DOUBLE,
                SettingType.BOOLEAN,
                SettingType.STRING,
                SettingType.LIST,
                SettingType.PASSWORD);
        for (var text : texts(random, 400)) {
            for (var type : types) {
                assertThat(parsed(type, text))
                        .as("\"%s\" as %s", text, type.name())
                        .isEqualTo(unwrapped(kafka.parse(type.name().toUpperCase(Locale.ROOT), text)));
            }
        }
    }

    @Test
    void shouldAcceptAndRefuseTheValuesThatKafkaDoes() throws Exception {
        // Given
        var random = new Random(SEED);
        var seen = new HashSet<Deviation>();
        var surprises = new ArrayList<String>();

        // When
        for (var key : DeclaredKeys.ALL) {
            if (isPaddocks(key)) {
                continue;
            }
            for (var text : texts(random, 40)) {
                compare(Settings.texts(key.name(), text), key.name(), text, seen, surprises);
            }
        }

        // Then
        assertThat(surprises).isEmpty();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(Deviation.ALL);
    }

    @Test
    void shouldAcceptAndRefuseTheCombinationsThatKafkaDoes() throws Exception {
        for (var texts : Combinations.ALL) {
            var theirs = kafka.accept(texts);
            assertThat(accepts(texts)).as("%s", texts).isEqualTo(theirs != null);
            if (theirs != null) {
                assertSame(texts, theirs);
            }
        }
    }

    @Test
    void shouldTreatRandomListenersAsKafkaDoes() throws Exception {
        var random = new Random(SEED);
        int accepted = 0;
        int cases = 3_000;
        for (int i = 0; i < cases; i++) {
            var texts = Combinations.randomListeners(random);
            var theirs = kafka.accept(texts);
            assertThat(accepts(texts))
                    .as("seed %d, case %d: %s", SEED, i, texts)
                    .isEqualTo(theirs != null);
            if (theirs != null) {
                assertSame(texts, theirs);
                accepted++;
            }
        }
        // A generator that never makes a valid case, or never an invalid one, would prove nothing.
        assertThat(accepted).isBetween(cases / 10, cases * 9 / 10);
    }

    /** Kafka has nothing to compare them with. */
    private static boolean isPaddocks(SettingKey<?> key) {
        return key.name().startsWith("paddock.");
    }

    private static void compare(
            Map<String, String> texts, String key, String text, Set<Deviation> seen, List<String> surprises)
            throws ReflectiveOperationException {
        boolean ours = accepts(texts);
        boolean theirs = kafka.accept(texts) != null;
        if (ours != theirs) {
            Deviation.of(key, text, ours)
                    .ifPresentOrElse(
                            seen::add,
                            () -> surprises.add(key + "=\"" + text + "\" Kafka " + (theirs ? "accepts" : "refuses")));
        }
    }

    private static void assertSame(Map<String, String> texts, KafkaPeer.Accepted theirs) {
        var listeners = BrokerSettings.of(texts).network().listeners();
        assertThat(strings(listeners.listeners())).as("%s", texts).isEqualTo(theirs.listeners());
        assertThat(strings(listeners.advertised())).as("%s", texts).isEqualTo(theirs.advertised());
        assertThat(listeners.interBroker()).as("%s", texts).isEqualTo(theirs.interBroker());
        assertThat(BrokerSettings.of(texts).identity().configuredId().orElse(-1))
                .as("%s", texts)
                .isEqualTo(theirs.brokerId());
    }

    private static boolean accepts(Map<String, String> texts) {
        try {
            BrokerSettings.of(texts);
            return true;
        } catch (InvalidSettingException e) {
            return false;
        }
    }

    private static List<String> texts(Random random, int randomOnes) {
        var texts = new ArrayList<>(List.of(
                "",
                " ",
                "x",
                "-2",
                "-1",
                "0",
                "1",
                "+7",
                " 7 ",
                "1.5",
                "-0.0",
                "1e3",
                "NaN",
                "Infinity",
                "0x10",
                "7L",
                "1_000",
                "1 000",
                "2147483647",
                "2147483648",
                "-2147483648",
                "-2147483649",
                "32767",
                "32768",
                "9223372036854775807",
                "9223372036854775808",
                "\u0663",
                "true",
                "TRUE",
                " False ",
                "yes",
                "t",
                "a,b",
                " a , b ,, c,",
                ",",
                "\ta\n",
                "PLAINTEXT",
                "plaintext",
                "SSL",
                "SASL_SSL",
                "broker",
                "/x"));
        for (int i = 0; i < randomOnes; i++) {
            texts.add(
                    switch (random.nextInt(4)) {
                        case 0 -> String.valueOf(random.nextInt(-10, 3_000));
                        case 1 -> String.valueOf(random.nextInt());
                        case 2 -> String.valueOf(random.nextLong());
                        default ->
                            random.ints(random.nextInt(8), 0, 14)
                                    .mapToObj(at -> "-+.,eE0179 xf".substring(Math.min(at, 12), Math.min(at, 12) + 1))
                                    .collect(Collectors.joining());
                    });
        }
        return texts;
    }

    private static Object parsed(SettingType<?> type, String text) {
        try {
            var value = type.parse(text);
            return value instanceof Password password ? password.value() : value;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Object unwrapped(Object value) throws ReflectiveOperationException {
        boolean isPassword = value != null && value.getClass().getSimpleName().equals("Password");
        return isPassword ? kafka.call(value, "value") : value;
    }

    /** Kafka prints its default map in the order of a hash table. */
    private static Object comparable(String key, Object value) {
        return key.equals("listener.security.protocol.map")
                ? new TreeSet<>(Arrays.asList(((String) value).split(",")))
                : value;
    }

    private static List<String> strings(Iterable<?> values) {
        var strings = new ArrayList<String>();
        values.forEach(value -> strings.add(value.toString()));
        return strings;
    }
}
