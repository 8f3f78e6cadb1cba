package dev.paddock.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shellcheck has nothing to say about our scripts. Where it is not installed, it is not asked. */
class ShellcheckTest {

    private static final Path SOURCE = Path.of(System.getProperty("paddock.source"));

    @BeforeAll
    static void skipWithoutShellcheck() {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
        if (!installed) {
            System.out.println("shellcheck is not installed: the scripts are not checked.");
        }
        assumeTrue(installed, "shellcheck is not installed");
    }

    @Test
    void shouldFindNothingInOurScripts() throws Exception {
        // given
        List<Path> scripts = new ArrayList<>(List.of(SOURCE.resolve(".ci/run")));
        try (Stream<Path> files = Files.walk(SOURCE.resolve("scripts"))) {
            files.filter(file -> file.toString().endsWith(".sh")).forEach(scripts::add);
        }

        // when
        String complaints = shellcheck(scripts);

        // then
        assertThat(scripts).hasSizeGreaterThan(5);
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldFindAnUnquotedVariable(@TempDir Path folder) throws Exception {
        // given
        Path script = Files.writeString(folder.resolve("bad.sh"), "#!/usr/bin/env bash\nrm $1\n");

        // when
        String complaints = shellcheck(List.of(script));

        // then
        assertThat(complaints).contains("SC2086");
    }

    private static String shellcheck(List<Path> scripts) throws IOException {
        List<String> command = new ArrayList<>(List.of("shellcheck", "-x", "-f", "gcc"));
        scripts.forEach(script -> command.add(script.toString()));
        Process process = new ProcessBuilder(command)
                .directory(SOURCE.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
