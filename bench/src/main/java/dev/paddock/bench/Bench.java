package dev.paddock.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks, or those that the arguments' regular expressions name, in a JVM with the broker's options, and ends with
 * a table in which each figure stands beside that of the plain loop in the same run.
 */
public final class Bench {
    /** As scripts/lib/common.sh starts a broker. */
    private static final String[] JVM = {
        "-XX:+UseSerialGC",
        "-XX:FreqInlineSize=80",
        "-XX:InlineSmallCode=500",
        "-XX:MetaspaceSize=48m",
        "-Xms24m",
        "-Xmx512m",
        "-Dio.netty.jfr.enabled=false"
    };

    private static final String PLAIN = PlainLoopBenchmark.class.getSimpleName();
    private static final double NS_PER_S = 1e9;

    private Bench() {}

    public static void main(String[] include) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .jvmArgsAppend(JVM)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(CpuProfiler.class)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        for (String each : include) {
            options.include(each);
        }
        table(new Runner(options.build()).run()).forEach(System.out::println);
    }

    private static List<String> table(Collection<RunResult> results) {
        Map<String, RunResult> plain = new TreeMap<>();
        results.stream().filter(Bench::isPlain).forEach(result -> plain.put(method(result) + shape(result), result));
        List<String> lines = new ArrayList<>();
        lines.add("| what | batches | us/op | CPU us/op | MB/s | CPU s/GB | heap B/op | CPU : plain loop |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (RunResult result : results) {
            lines.add(line(result, plain.get(method(result) + shape(result))));
        }
        return lines;
    }

    private static String line(RunResult result, RunResult plain) {
        String shape = shape(result);
        double bytes = shape.isEmpty() ? 0 : BatchShape.valueOf(shape).bytes();
        double ns = result.getPrimaryResult().getScore();
        double cpuNs = secondary(result, CpuProfiler.LABEL);
        return "| %s | %s | %.2f | %.2f | %s | %s | %.0f | %s |"
                .formatted(
                        benchmark(result) + "." + method(result),
                        shape,
                        ns / 1000,
                        cpuNs / 1000,
                        bytes == 0 ? "" : "%.0f".formatted(bytes / ns * 1000),
                        bytes == 0 ? "" : "%.3f".formatted(cpuNs / bytes * 1e9 / NS_PER_S),
                        secondary(result, "gc.alloc.rate.norm"),
                        plain == null ? "" : "%.2f".formatted(cpuNs / secondary(plain, CpuProfiler.LABEL)));
    }

    private static boolean isPlain(RunResult result) {
        return benchmark(result).equals(PLAIN);
    }

    private static String benchmark(RunResult result) {
        String[] names = result.getParams().getBenchmark().split("\\.");
        return names[names.length - 2];
    }

    private static String method(RunResult result) {
        String[] names = result.getParams().getBenchmark().split("\\.");
        return names[names.length - 1];
    }

    private static String shape(RunResult result) {
        return result.getParams().getParamsKeys().contains("shape")
                ? result.getParams().getParam("shape")
                : "";
    }

    private static double secondary(RunResult result, String label) {
        return result.getSecondaryResults().get(label).getScore();
    }
}
