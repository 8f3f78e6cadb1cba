package dev.paddock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks still run; nothing is measured. */
class BenchmarksTest {
    private static final int BENCHMARKS_WITH_A_SHAPE = 6;
    private static final int BENCHMARKS_OF_READS = 4;

    @Test
    void shouldRunEachOnce() throws Exception {
        // given
        System.setProperty("jmh.ignoreLock", "true");
        var options = new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .param("logMegabytes", "6")
                .param("ringKilobytes", "16")
                .addProfiler(CpuProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        // when
        Collection<RunResult> results = new Runner(options).run();

        // then
        assertThat(results).hasSize(BENCHMARKS_WITH_A_SHAPE * BatchShape.values().length + BENCHMARKS_OF_READS);
    }
}
