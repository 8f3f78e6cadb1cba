package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the start scripts say to Java, seen by a java that prints its arguments. */
class StartScriptsIT {

    private static final String BROKER = "dev.paddock.broker.Main";

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void copyScripts() throws IOException {
        home = folder.toRealPath().resolve("pad dock");
        ScriptHome.copy(ScriptHome.DISTRIBUTION.resolve("scripts"), home.resolve("scripts"));
        Files.createFile(folder.resolve("my server.properties"));
    }

    @Test
    void shouldPassTheSettingsAndTheirOverridesToTheBroker() throws Exception {
        // when
        Script.Result result = brokerStart("17.0.2", "my server.properties", "--override", "log.dirs=/a b")
                .run();

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .containsSequence(
                        "-Dpaddock.home=" + home,
                        "-cp",
                        home.resolve("lib") + "/*",
                        BROKER,
                        "my server.properties",
                        "--override",
                        "log.dirs=/a b");
    }

    @ParameterizedTest
    @CsvSource({"17.0.2, 0", "21, 0", "24-ea, 2", "25.0.3, 2"})
    void shouldSilenceTheWarningsOfNewerJavasOnlyThere(String version, long flags) throws Exception {
        // when
        Script.Result result = brokerStart(version, "my server.properties").run();

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()
                        .lines()
                        .filter(
                                List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                                        ::contains))
                .hasSize((int) flags);
    }

    @Test
    void shouldLetTheEnvironmentChooseHeapCollectorFlagsAndLogging() throws Exception {
        // when
        Script.Result result = brokerStart("17.0.2", "my server.properties")
                .with("PADDOCK_HEAP_OPTS", "-Xms2g  -Xmx2g")
                .with("PADDOCK_JVM_OPTS", "-XX:+UseG1GC -Dmine=*")
                .with("PADDOCK_LOGBACK_CONFIG", "/my log.xml")
                .run();

        // then
        assertThat(result.out().lines())
                .contains("-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-Dmine=*", "-Dlogback.configurationFile=/my log.xml")
                .doesNotContain("-XX:+UseSerialGC", "-Xmx1g");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_292, 8", "11.0.2, 11", "16, 16"})
    void shouldRefuseAnOlderJava(String version, String major) throws Exception {
        // when
        Script.Result result = brokerStart(version, "my server.properties").run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("broker-start.sh: " + folder.resolve("java/bin/java") + " is Java " + major
                        + ", and Java 17 or newer is needed. Set JAVA_HOME to a newer one.\n");
    }

    @Test
    void shouldAskJavaItselfWhenItsHomeDoesNotTellTheVersion() throws Exception {
        // given
        ScriptHome.program(folder.resolve("java/bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");

        // when
        Script.Result result = script("broker-start.sh", "my server.properties")
                .with("JAVA_HOME", folder.resolve("java").toString())
                .run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("is Java 11, and Java 17 or newer is needed");
    }

    @Test
    void shouldNameAWrongJavaHome() throws Exception {
        // when
        Script.Result result = script("broker-start.sh", "my server.properties")
                .with("JAVA_HOME", "/no where")
                .run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("broker-start.sh: JAVA_HOME is /no where, but /no where/bin/java is not a program.");
    }

    @Test
    void shouldTakeTheJavaOfThePathWithoutJavaHome() throws Exception {
        // given
        ScriptHome.javaThatPrintsItsArguments(folder.resolve("java"), "17.0.2");

        // when
        Script.Result result = script("broker-start.sh", "my server.properties")
                .without("JAVA_HOME")
                .with("PATH", folder.resolve("java/bin") + ":" + System.getenv("PATH"))
                .run();

        // then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(BROKER);
    }

    @Test
    void shouldSayThatJavaIsMissing() throws Exception {
        // when
        Script.Result result = script("broker-start.sh", "my server.properties")
                .without("JAVA_HOME")
                .with("PATH", pathWithoutJava().toString())
                .run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("broker-start.sh: no Java found: JAVA_HOME is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker-start.sh", "zookeeper-start.sh"})
    void shouldNameAFileOfSettingsThatIsNotThere(String name) throws Exception {
        // when
        Script.Result result = script(name, "nothing.properties").run();

        // then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(name + ": cannot read the file of settings nothing.properties.\n");
    }

    @Test
    void shouldKeepQuickstartsFilesInTheHomeUnlessToldOtherwise() throws Exception {
        // given
        Path java = ScriptHome.javaThatPrintsItsArguments(folder.resolve("java"), "17.0.2");

        // when
        Script.Result without = script("quickstart.sh", "--brokers", "3")
                .with("JAVA_HOME", java.toString())
                .run();
        Script.Result with = script("quickstart.sh", "--data", "/my data")
                .with("JAVA_HOME", java.toString())
                .run();

        // then
        assertThat(without.out()).endsWith("dev.paddock.broker.Quickstart\n--data\n" + home + "/data\n--brokers\n3\n");
        assertThat(with.out()).endsWith("dev.paddock.broker.Quickstart\n--data\n/my data\n");
    }

    @Test
    void shouldBuildACheckoutThatIsNotBuiltAndSaySo() throws Exception {
        // given
        Files.createFile(home.resolve("pom.xml"));
        ScriptHome.program(folder.resolve("bin/mvn"), """
                echo "$PWD $*" >> mvn.calls
                mkdir -p dist/target/paddock-9/lib
                touch dist/target/paddock-9/lib/paddock-broker-core-9.jar
                """);
        Script broker = brokerStart("17.0.2", "my server.properties")
                .with("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));

        // when
        Script.Result first = broker.run();
        Script.Result second = broker.run();

        // then
        assertThat(first.err())
                .isEqualTo("broker-start.sh: building Paddock first: mvn -B -q -DskipTests -Dquick package\n");
        assertThat(first.out().lines()).containsSequence("-cp", home + "/dist/target/paddock-9/lib/*");
        assertThat(second.err()).isEmpty();
        assertThat(home.resolve("mvn.calls")).content().isEqualTo(home + " -B -q -DskipTests -Dquick package\n");
    }

    private Script brokerStart(String javaVersion, String... arguments) throws IOException {
        Path java = ScriptHome.javaThatPrintsItsArguments(folder.resolve("java"), javaVersion);
        return script("broker-start.sh", arguments).with("JAVA_HOME", java.toString());
    }

    private Script script(String name, String... arguments) {
        return new Script(folder, home.resolve("scripts").resolve(name), arguments);
    }

    /** A PATH with what the scripts need and without java, which most machines have beside them in /usr/bin. */
    private Path pathWithoutJava() throws IOException {
        Path bin = folder.resolve("bin");
        for (String name : List.of("bash", "dirname", "readlink", "mkdir", "sed")) {
            Path program = Files.exists(Path.of("/bin", name)) ? Path.of("/bin", name) : Path.of("/usr/bin", name);
            ScriptHome.program(bin.resolve(name), "exec " + program + " \"$@\"\n");
        }
        return bin;
    }
}
