package dev.paddock.dist.layering;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which part may know which, as in the picture of the README:
 *
 * <pre>
 * protocol &lt;- { log, coordinator, client } &lt;- broker
 * protocol &lt;- client &lt;- tools
 * { protocol, log, broker } &lt;- bench
 * </pre>
 *
 * All parts lie below one root package, so that a sample with its own root can break each rule.
 */
final class Layering {

    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.of(
            "protocol", Set.of(),
            "log", Set.of("protocol"),
            "coordinator", Set.of("protocol"),
            "client", Set.of("protocol"),
            "tools", Set.of("protocol", "client"),
            "broker", Set.of("protocol", "log", "coordinator", "client"),
            "bench", Set.of("protocol", "log", "broker")));

    private final String root;
    private final String kafka;

    /** The rules for the packages {@code root.protocol}, {@code root.log} and so on, where Kafka's lie below {@code kafka}. */
    Layering(String root, String kafka) {
        this.root = root;
        this.kafka = kafka;
    }

    static Set<String> parts() {
        return MAY_USE.keySet();
    }

    /** Every rule by a name for the report. */
    Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        MAY_USE.forEach((part, others) -> rules.put("what " + part + " may use", usesOnly(part, others)));
        rules.put("each class is in a part", classes().should().resideInAnyPackage(below(parts())));
        rules.put(
                "no package cycles", slices().assignedFrom(packages()).should().beFreeOfCycles());
        rules.put("nothing of Apache Kafka", noneOf(parts(), resideInAnyPackage(kafka + "..")));
        rules.put("only the broker serves", noneOf(allBut("broker"), netServers()));
        rules.put("log and coordinator know no network", noneOf(Set.of("log", "coordinator"), network()));
        rules.put("only coordinator and broker know ZooKeeper", noneOf(allBut("coordinator", "broker"), zooKeeper()));
        rules.put("machines are pure", machinesArePure());
        rules.replaceAll((name, rule) -> rule.allowEmptyShould(true));
        return rules;
    }

    /** What {@code classes} break of {@code rule}, one line each. */
    static List<String> breaches(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private ArchRule usesOnly(String part, Set<String> others) {
        Set<String> forbidden = allBut(part);
        forbidden.removeAll(others);
        return noneOf(Set.of(part), resideInAnyPackage(below(forbidden)));
    }

    private ArchRule noneOf(Set<String> parts, DescribedPredicate<JavaClass> known) {
        return noClasses().that().resideInAnyPackage(below(parts)).should().dependOnClassesThat(known);
    }

    private String[] below(Set<String> parts) {
        return parts.stream().map(part -> root + "." + part + "..").toArray(String[]::new);
    }

    private static Set<String> allBut(String... parts) {
        Set<String> others = new TreeSet<>(parts());
        others.removeAll(Set.of(parts));
        return others;
    }

    private static DescribedPredicate<JavaClass> netServers() {
        return assignableTo("io.netty.channel.ServerChannel")
                .or(name("io.netty.bootstrap.ServerBootstrap"))
                .or(assignableTo("java.net.ServerSocket"))
                .or(assignableTo("java.nio.channels.ServerSocketChannel"))
                .as("listen for connections");
    }

    /** The log may hand out a file region, which is a file and no channel. */
    private static DescribedPredicate<JavaClass> network() {
        return resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..")
                .or(nameMatching("java\\.net\\.(Server)?Socket"))
                .and(DescribedPredicate.not(nameMatching(".*FileRegion")));
    }

    private static DescribedPredicate<JavaClass> zooKeeper() {
        return resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..");
    }

    /** A machine decides from its state, a command and the time it is given. */
    private static ArchRule machinesArePure() {
        var impure = resideInAnyPackage(
                        "io.netty.channel..",
                        "io.netty.util.concurrent..",
                        "org.apache.zookeeper..",
                        "org.apache.curator..",
                        "org.slf4j..",
                        "java.util.concurrent..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..")
                .or(assignableTo(Thread.class))
                .or(assignableTo(Clock.class))
                .or(assignableTo(File.class));
        return noClasses().that().haveSimpleNameEndingWith("Machine").should().dependOnClassesThat(impure);
    }

    private SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                boolean ours = javaClass.getPackageName().startsWith(root + ".");
                return ours ? SliceIdentifier.of(javaClass.getPackageName()) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages below " + root;
            }
        };
    }
}
