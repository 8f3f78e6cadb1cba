package dev.paddock.dist.layering;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dependencies between and within our modules point one way. */
class LayeringTest {

    private static final String ROOT = "dev.paddock";
    private static final Map<String, ArchRule> RULES = new Layering(ROOT, "org.apache.kafka").rules();
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final String SAMPLE_ROOT = "dev.paddock.dist.layering.sample";
    private static final Map<String, ArchRule> SAMPLE_RULES =
            new Layering(SAMPLE_ROOT, "dev.paddock.dist.layering.peer").rules();
    private static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(SAMPLE_ROOT);

    /** Which sample breaks which rule. */
    private static final Map<String, String> BREAKS = Map.ofEntries(
            Map.entry("what protocol may use", "ProtocolThatKnowsTheLog"),
            Map.entry("what log may use", "LogThatKnowsTheCoordinator"),
            Map.entry("what coordinator may use", "CoordinatorThatKnowsTheLog"),
            Map.entry("what client may use", "ClientThatKnowsTheLog"),
            Map.entry("what tools may use", "ToolThatKnowsTheLog"),
            Map.entry("what broker may use", "BrokerThatKnowsTheTools"),
            Map.entry("what bench may use", "BenchThatKnowsTheTools"),
            Map.entry("each class is in a part", "Stray"),
            Map.entry("no package cycles", "broker.egg"),
            Map.entry("nothing of Apache Kafka", "BrokerOnKafka"),
            Map.entry("only the broker serves", "ServingClient"),
            Map.entry("log and coordinator know no network", "LogOnTheNetwork"),
            Map.entry("only coordinator and broker know ZooKeeper", "ToolInZooKeeper"),
            Map.entry("machines are pure", "TimedMachine"));

    static Set<String> rules() {
        return RULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHoldInOurClasses(String rule) {
        assertThat(Layering.breaches(RULES.get(rule), CLASSES)).isEmpty();
    }

    @Test
    void shouldSeeTheClassesOfEachPartThatHasSome() throws Exception {
        // given
        Set<String> written = new TreeSet<>();
        for (String part : Layering.parts()) {
            if (hasClasses(part)) {
                written.add(part);
            }
        }

        // when
        Set<String> seen = CLASSES.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.")[1])
                .collect(Collectors.toSet());

        // then
        assertThat(seen).containsAll(written);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldFindTheSampleThatBreaksTheRule(String rule) {
        assertThat(Layering.breaches(SAMPLE_RULES.get(rule), SAMPLES))
                .as(rule)
                .isNotEmpty()
                .allMatch(line -> line.contains(BREAKS.get(rule)));
    }

    private static boolean hasClasses(String part) throws IOException {
        Path source = Path.of(System.getProperty("paddock.source"));
        String module = Map.of("protocol", "protocol/messages", "log", "log-store", "broker", "broker-core")
                .getOrDefault(part, part);
        Path folder =
                source.resolve(module).resolve("src/main/java/dev/paddock").resolve(part);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"));
        }
    }
}
