package dev.paddock.broker.cluster;

import dev.paddock.broker.probe.Sample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** A client of another language: one of the programs in src/test/foreign, which all take the same words. */
public final class ScriptPeer implements RecordPeer {
    private final String name;
    private final Program program;
    private final Set<Lack> lacks;
    private final Set<String> codecs;

    public ScriptPeer(String name, Program program, Set<Lack> lacks) throws Exception {
        this.name = name;
        this.program = program;
        this.lacks = lacks;
        codecs = new LinkedHashSet<>(
                Arrays.asList(text(program.output("codecs")).strip().split(" ")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> codecs() {
        return codecs;
    }

    @Override
    public Set<Lack> lacks() {
        return lacks;
    }

    @Override
    public void write(String bootstrap, long firstTimestamp, String prefix) throws Exception {
        Path samples = program.folder().resolve("samples.json");
        Files.writeString(samples, json(Sample.all(firstTimestamp)));
        List<String> words = new ArrayList<>(List.of("write", bootstrap, samples.toString(), prefix));
        words.addAll(codecs);
        program.output(words.toArray(String[]::new));
    }

    @Override
    public String read(String bootstrap, Map<String, Integer> wanted) throws Exception {
        List<String> words = new ArrayList<>(List.of("read", bootstrap));
        wanted.forEach((topic, count) -> words.add(topic + "=" + count));
        return text(program.output(words.toArray(String[]::new)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String json(List<Sample> samples) {
        StringJoiner all = new StringJoiner(",\n", "[", "]");
        for (Sample sample : samples) {
            StringJoiner headers = new StringJoiner(",", "[", "]");
            sample.headers().forEach(header -> headers.add("[\"" + header.name() + "\"," + json(header.value()) + "]"));
            all.add("{\"key\":" + json(sample.key()) + ",\"value\":" + json(sample.value()) + ",\"timestamp\":"
                    + sample.timestamp() + ",\"headers\":" + headers + "}");
        }
        return all.toString();
    }

    private static String json(byte[] bytes) {
        return bytes == null ? "null" : "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
    }
}
