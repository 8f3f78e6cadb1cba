package dev.paddock.tools;

import dev.paddock.client.connection.SoftwareVersion;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Runs a command as every command runs: exit code 0, or 1 with one line on stderr that says what to do. */
final class CommandRunner {
    static final int FAILED = 1;

    private CommandRunner() {}

    static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    static int run(Callable<Integer> command, String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(command)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((mistake, given) -> {
                    err.println(oneLine(mistake) + " (--help shows all options)");
                    return FAILED;
                })
                .setExecutionExceptionHandler((failure, given, parsed) -> {
                    err.println(oneLine(failure));
                    return FAILED;
                });
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** What we did not foresee still names its type. */
    private static String oneLine(Exception failure) {
        boolean foreseen =
                failure instanceof CommandFailedException || failure instanceof CommandLine.ParameterException;
        String text = foreseen ? failure.getMessage() : "this should not happen, please report it: " + failure;
        return "ERROR: " + text.replaceAll("\\s*\\R\\s*", " ");
    }

    /** What --version prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {SoftwareVersion.current()};
        }
    }
}
