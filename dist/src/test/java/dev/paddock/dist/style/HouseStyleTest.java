package dev.paddock.dist.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our source keeps the rules of the house. */
class HouseStyleTest {

    private static final Path SOURCE = Path.of(System.getProperty("paddock.source"));

    @Test
    void shouldHoldInAllThatWeWrote() throws Exception {
        assertThat(HouseStyle.writtenFiles(SOURCE)).contains(SOURCE.resolve("pom.xml"), SOURCE.resolve(".ci/run"));
        assertThat(HouseStyle.violations(SOURCE)).isEmpty();
    }

    /** Each rule, on a sample that breaks it and on one that just does not. */
    @Nested
    class Rules {

        @TempDir
        Path root;

        @Test
        void shouldRefuseAClassOverTheLimit() throws Exception {
            // given
            main("Long.java", type("Long", lines(HouseStyle.CLASS_LINES_MAX - 1)));
            main("Longest.java", type("Longest", lines(HouseStyle.CLASS_LINES_MAX - 2)));

            // then
            assertThat(HouseStyle.violations(root))
                    .containsExactly("a/src/main/java/Long.java:1: 301 lines, at most 300: "
                            + "take it apart, or give a reason (long class)");
        }

        @Test
        void shouldAcceptALongClassWithItsReasonButNotWithoutOne() throws Exception {
            // given
            String body = lines(HouseStyle.CLASS_LINES_MAX);
            main("Excused.java", "// house-style: long class because it is a table\n" + type("Excused", body));
            main("Silent.java", "// house-style: long class because\n" + type("Silent", body));

            // then
            assertThat(HouseStyle.violations(root)).singleElement().asString().contains("Silent.java");
        }

        @Test
        void shouldRefuseAMethodOverTheLimitUnlessItHasAReason() throws Exception {
            // given
            String body = lines(HouseStyle.METHOD_LINES_MAX - 1);
            String reason = "// house-style: long method because it is one table\n";
            main(
                    "Methods.java",
                    type(
                            "Methods",
                            "void longest() {\n" + lines(HouseStyle.METHOD_LINES_MAX - 2) + "}\n"
                                    + reason + "void excusedAbove() {\n" + body + "}\n"
                                    + "void excusedInside() {\n" + reason + body + "}\n"
                                    + "void tooLong() {\n" + body + "}\n"));

            // then
            assertThat(HouseStyle.violations(root))
                    .singleElement()
                    .asString()
                    .contains("tooLong has 61 lines, at most 60");
        }

        @Test
        void shouldRefuseManyParametersUnlessSomebodyElseChoseThem() throws Exception {
            // given
            String six = "(int a, int b, int c, int d, int e, int f) {}\n";
            main(
                    "Parameters.java",
                    type(
                            "Parameters",
                            "Parameters" + six
                                    + "void five(int a, int b, int c, int d, int e) {}\n"
                                    + "void six" + six
                                    + "@Override public void given" + six
                                    + "// house-style: many parameters because the kernel takes them so\n"
                                    + "void excused" + six));
            main("Point.java", "record Point(int a, int b, int c, int d, int e, int f) { Point " + six + "}\n");

            // then
            assertThat(HouseStyle.violations(root))
                    .satisfiesExactly(
                            constructor -> assertThat(constructor).contains(":2: constructor takes 6 parameters"),
                            method -> assertThat(method).contains(":4: six takes 6 parameters, at most 5"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"NetUtil", "NetUtils", "NetHelper", "NetManager", "NetImpl", "NetData", "NetInfo"})
        void shouldRefuseANameThatSaysNothing(String name) throws Exception {
            // given
            main(name + ".java", type(name, ""));
            main("Metadata.java", type("Metadata", ""));

            // then
            assertThat(HouseStyle.violations(root))
                    .containsExactly("a/src/main/java/" + name
                            + ".java:1: a name that says nothing: say what the class is or does");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Thread.sleep(1)", "java.lang.Thread.sleep(1)", "TimeUnit.SECONDS.sleep(1)"})
        void shouldRefuseASleepInATestOnly(String sleep) throws Exception {
            // given
            String body = "void run() throws Exception {\n" + sleep + ";\n}\n";
            main("Poll.java", type("Poll", body));
            write("a/src/test/java/PollTest.java", type("PollTest", body + "// Thread.sleep(1)\n"));

            // then
            assertThat(HouseStyle.violations(root))
                    .containsExactly(
                            "a/src/test/java/PollTest.java:3: a test waits for a condition, it does not sleep");
        }

        @ParameterizedTest
        @ValueSource(strings = {"scripts/x.sh", "conf/x.properties", "pom.xml", "a/src/main/java/X.java", ".ci/run"})
        void shouldRefuseUnfinishedWork(String file) throws Exception {
            // given
            write(file, "# first\n// FIX" + "ME later\n// TO" + "DO later\n// TO" + "DOS\n");

            // then
            assertThat(HouseStyle.violations(root)).hasSize(2).allMatch(line -> line.startsWith(file));
        }

        @Test
        void shouldNotReadWhatIsGenerated() throws Exception {
            // given
            write("a/target/generated-sources/messages/FetchData.java", type("FetchData", lines(1000)));

            // then
            assertThat(HouseStyle.violations(root)).isEmpty();
        }

        private void main(String name, String text) throws IOException {
            write("a/src/main/java/" + name, text);
        }

        private void write(String name, String text) throws IOException {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }

        private static String type(String name, String body) {
            return "class " + name + " {\n" + body + "}\n";
        }

        private static String lines(int count) {
            return IntStream.range(0, count).mapToObj(i -> "// " + i + "\n").collect(Collectors.joining());
        }
    }
}
