package dev.paddock.broker.cluster;

import dev.paddock.broker.cluster.Program.Ended;
import dev.paddock.broker.cluster.RecordPeer.Lack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The clients of other languages that this machine has, and why it does not have the others. */
public final class ForeignPeers {
    private static final Path SCRIPTS = Path.of("src", "test", "foreign");
    /** The system's own Python has the packages of the system, whichever other comes first on the PATH. */
    private static final String PYTHON =
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    private final List<RecordPeer> found = new ArrayList<>();
    private final Map<String, String> missing = new TreeMap<>();

    private ForeignPeers() {}

    /** @param folder where they may write; kafkajs is installed there by npm */
    public static ForeignPeers lookFor(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path scripts = copyScripts(folder);
        ForeignPeers peers = new ForeignPeers();
        if (Program.of(scripts, "kcat", "-V").run().exitCode() == 0) {
            peers.found.add(new KcatPeer(scripts));
        } else {
            peers.missing.put("kcat", "kcat is not installed");
        }
        peers.python(scripts, "confluent_kafka", "confluent.py", Set.of());
        peers.python(scripts, "kafka", "kafka_python.py", Set.of(Lack.WRITING_NULL_HEADERS));
        peers.kafkajs(scripts);
        return peers;
    }

    public List<RecordPeer> found() {
        return found;
    }

    /** Name to reason. */
    public Map<String, String> missing() {
        return missing;
    }

    private void python(Path scripts, String module, String script, Set<Lack> lacks) throws Exception {
        if (Program.of(scripts, PYTHON, "-c", "import " + module).run().exitCode() == 0) {
            found.add(new ScriptPeer(script, Program.of(scripts, PYTHON, script), lacks));
        } else {
            missing.put(script, "Python's module " + module + " is not installed");
        }
    }

    private void kafkajs(Path scripts) throws Exception {
        if (Program.of(scripts, "node", "--version").run().exitCode() != 0) {
            missing.put("kafkajs", "Node.js is not installed");
            return;
        }
        // What npm writes last; it is older than the lock when a version has changed.
        Path installed = scripts.resolve("node_modules").resolve(".package-lock.json");
        Path lock = scripts.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
            Ended npm = Program.of(scripts, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .run();
            if (npm.exitCode() != 0) {
                missing.put("kafkajs", "npm cannot install it: " + npm.err().strip());
                return;
            }
        }
        found.add(new ScriptPeer(
                "kafkajs", Program.of(scripts, "node", "kafkajs.js"), Set.of(Lack.WRITING_NULL_HEADERS)));
    }

    private static Path copyScripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.getFileName().toString());
                if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return folder.toAbsolutePath();
    }
}
