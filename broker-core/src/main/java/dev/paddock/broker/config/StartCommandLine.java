package dev.paddock.broker.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The arguments of a broker's start: {@code server.properties [--override key=value]*}. */
public sealed interface StartCommandLine {
    String USAGE = "usage: broker-start.sh [-daemon] server.properties [--override key=value]*";

    /** Read this file, let the overrides count more, and start. */
    record Start(Path file, Map<String, String> overrides) implements StartCommandLine {
        public Start {
            overrides = Map.copyOf(overrides);
        }
    }

    /** Print the text and end with the code: 0 after a question for help, 1 after a mistake. */
    record Exit(int code, String text) implements StartCommandLine {}

    static StartCommandLine parse(String... args) {
        if (List.of(args).contains("--help")) {
            return new Exit(0, USAGE);
        }
        Path file = null;
        var overrides = new HashMap<String, String>();
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            var arg = rest.next();
            if (arg.equals("--override") || arg.startsWith("--override=")) {
                var override = arg.equals("--override") ? (rest.hasNext() ? rest.next() : "") : arg.substring(11);
                int equals = override.indexOf('=');
                if (equals <= 0) {
                    return mistake("--override takes key=value, not \"" + override + "\"");
                }
                overrides.put(override.substring(0, equals).trim(), override.substring(equals + 1));
            } else if (arg.startsWith("-")) {
                return mistake("unknown option " + arg);
            } else if (file == null) {
                file = Path.of(arg);
            } else {
                return mistake("unexpected argument " + arg + " after " + file);
            }
        }
        return file == null ? mistake("the properties file is missing") : new Start(file, overrides);
    }

    private static Exit mistake(String message) {
        return new Exit(1, Printable.text(message) + System.lineSeparator() + USAGE);
    }
}
