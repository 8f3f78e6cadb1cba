package dev.paddock.broker.cluster;

import dev.paddock.broker.probe.ClientEra;
import dev.paddock.broker.probe.ReadSamplesProbe;
import dev.paddock.broker.probe.SimpleFetchProbe;
import dev.paddock.broker.probe.WriteSamplesProbe;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Kafka's own clients of some release. The consumer of 0.8 is the SimpleConsumer. */
public final class JavaPeer implements RecordPeer {
    private static final String FIRST = "0.8.2.2";
    private static final Set<String> WITHOUT_HEADERS = Set.of(FIRST, "0.9.0.1", "0.10.2.2");
    private static final Set<String> WITHOUT_TIMESTAMPS = Set.of(FIRST, "0.9.0.1");
    private static final Set<String> WITHOUT_ZSTD = Set.of(FIRST, "0.9.0.1", "0.10.2.2", "0.11.0.3", "1.1.1", "2.0.1");

    private final String version;
    private final ClientEra era;

    public JavaPeer(String version) {
        this.version = version;
        era = version.equals(FIRST) ? ClientEra.of08() : ClientEra.of(version);
    }

    @Override
    public String name() {
        return "kafka-clients " + version;
    }

    @Override
    public Set<String> codecs() {
        Set<String> codecs = new LinkedHashSet<>(List.of("none", "gzip", "snappy", "lz4"));
        if (!WITHOUT_ZSTD.contains(version)) {
            codecs.add("zstd");
        }
        return codecs;
    }

    @Override
    public Set<Lack> lacks() {
        Set<Lack> lacks = EnumSet.noneOf(Lack.class);
        if (WITHOUT_TIMESTAMPS.contains(version)) {
            lacks.add(Lack.TIMESTAMPS);
        }
        if (WITHOUT_HEADERS.contains(version)) {
            lacks.add(Lack.HEADERS);
        }
        // Its consumer does not read without the coordinator of a group.
        if (version.equals("0.9.0.1")) {
            lacks.add(Lack.READING);
        }
        return lacks;
    }

    @Override
    public void write(String bootstrap, long firstTimestamp, String prefix) throws Exception {
        era.run(
                WriteSamplesProbe.class,
                bootstrap + " " + firstTimestamp + " " + prefix + " " + String.join(" ", codecs()));
    }

    @Override
    public String read(String bootstrap, Map<String, Integer> wanted) throws Exception {
        String question = wanted.entrySet().stream()
                .map(topic -> topic.getKey() + "=" + topic.getValue())
                .collect(Collectors.joining(" ", bootstrap + " ", ""));
        return era.run(version.equals(FIRST) ? SimpleFetchProbe.class : ReadSamplesProbe.class, question);
    }

    @Override
    public void close() throws IOException {
        era.close();
    }
}
