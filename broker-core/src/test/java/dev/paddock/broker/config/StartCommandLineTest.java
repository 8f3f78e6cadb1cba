package dev.paddock.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.config.StartCommandLine.Exit;
import dev.paddock.broker.config.StartCommandLine.Start;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCommandLineTest {
    private static final Path FILE = Path.of("conf dir/server.properties");

    @Test
    void shouldTakeAFileAlone() {
        assertThat(StartCommandLine.parse(FILE.toString())).isEqualTo(new Start(FILE, Map.of()));
    }

    @Test
    void shouldTakeOverridesInBothForms() {
        assertThat(StartCommandLine.parse(
                        FILE.toString(), "--override", "broker.id=1", "--override=a=b=c", "--override", "broker.rack="))
                .isEqualTo(new Start(FILE, Map.of("broker.id", "1", "a", "b=c", "broker.rack", "")));
    }

    @Test
    void shouldLetTheLastOverrideOfAKeyCount() {
        assertThat(StartCommandLine.parse(FILE.toString(), "--override", "a=1", "--override", "a=2"))
                .isEqualTo(new Start(FILE, Map.of("a", "2")));
    }

    @Test
    void shouldExplainItselfWhenAsked() {
        assertThat(StartCommandLine.parse("--help")).isEqualTo(new Exit(0, StartCommandLine.USAGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the properties file is missing",
                "--verbose server.properties | unknown option --verbose",
                "server.properties --overrid a=b | unknown option --overrid",
                "server.properties more.properties | unexpected argument more.properties after server.properties",
                "server.properties --override | --override takes key=value",
                "server.properties --override broker.id | --override takes key=value, not \"broker.id\"",
                "server.properties --override =1 | --override takes key=value, not \"=1\"",
            })
    void shouldShowTheMistakeAndTheUsage(String arguments, String mistake) {
        var outcome = StartCommandLine.parse(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(outcome).isInstanceOfSatisfying(Exit.class, exit -> {
            assertThat(exit.code()).isEqualTo(1);
            assertThat(exit.text()).startsWith(mistake).endsWith(StartCommandLine.USAGE);
        });
    }
}
