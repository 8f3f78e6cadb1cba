package dev.paddock.broker.cluster;

import dev.paddock.broker.probe.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * kcat. It writes what its command line can say: the samples that are text, with headers for all or none, at its own time; an
 * empty key or value is either always null or never.
 */
public final class KcatPeer implements RecordPeer {
    private final Program kcat;

    public KcatPeer(Path folder) {
        kcat = Program.of(folder, "kcat");
    }

    @Override
    public String name() {
        return "kcat";
    }

    @Override
    public Set<String> codecs() {
        return Set.of("none", "gzip", "snappy", "lz4", "zstd");
    }

    @Override
    public Set<Lack> lacks() {
        return Set.of(Lack.CHOICE_OF_TIMESTAMPS);
    }

    /** With headers; where empty is null; where empty is empty. */
    private static List<List<Sample>> runs(long firstTimestamp) {
        List<Sample> all = Sample.all(firstTimestamp);
        return List.of(List.of(all.get(0)), List.of(all.get(1), all.get(2), all.get(5)), List.of(all.get(3)));
    }

    @Override
    public List<Sample> written(long firstTimestamp) {
        return runs(firstTimestamp).stream().flatMap(List::stream).toList();
    }

    @Override
    public void write(String bootstrap, long firstTimestamp, String prefix) throws Exception {
        for (String codec : codecs()) {
            List<String> line = List.of(
                    "-b",
                    bootstrap,
                    "-P",
                    "-t",
                    prefix + codec,
                    "-p",
                    "0",
                    "-K",
                    ":",
                    "-z",
                    codec,
                    "-X",
                    "message.max.bytes=2000000",
                    "-X",
                    "acks=all",
                    "-l");
            List<List<Sample>> runs = runs(firstTimestamp);
            write(line, runs.get(0), "-H", "h1=1", "-H", "h1=2", "-H", "h2=");
            write(line, runs.get(1), "-Z");
            write(line, runs.get(2));
        }
    }

    private void write(List<String> line, List<Sample> samples, String... more) throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (Sample sample : samples) {
            input.writeBytes(sample.key() == null ? new byte[0] : sample.key());
            input.write(':');
            input.writeBytes(sample.value() == null ? new byte[0] : sample.value());
            input.write('\n');
        }
        Path file = kcat.folder().resolve("kcat-input");
        Files.write(file, input.toByteArray());
        List<String> words = new ArrayList<>(line);
        words.addAll(Arrays.asList(more));
        words.add(file.toString());
        kcat.output(words.toArray(String[]::new));
    }

    @Override
    public String read(String bootstrap, Map<String, Integer> wanted) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (var topic : wanted.entrySet()) {
            byte[] printed = kcat.output(
                    "-b",
                    bootstrap,
                    "-C",
                    "-t",
                    topic.getKey(),
                    "-p",
                    "0",
                    "-o",
                    "beginning",
                    "-q",
                    "-c",
                    topic.getValue().toString(),
                    "-f",
                    "%o %T %K %S\\n%k%s\\n%h\\n");
            new Printed(printed).tell(lines);
        }
        return lines.toString();
    }

    /** What kcat was told to print: offset, time and sizes; the key and the value; the headers. */
    private static final class Printed {
        private final byte[] bytes;
        private int next;

        Printed(byte[] bytes) {
            this.bytes = bytes;
        }

        void tell(StringBuilder lines) {
            while (next < bytes.length) {
                String[] numbers = line().split(" ");
                byte[] key = part(Integer.parseInt(numbers[2]));
                byte[] value = part(Integer.parseInt(numbers[3]));
                line();
                List<Sample.Header> headers = new ArrayList<>();
                for (String header : line().split(",")) {
                    if (!header.isEmpty()) {
                        String[] nameAndValue = header.split("=", 2);
                        headers.add(new Sample.Header(
                                nameAndValue[0],
                                nameAndValue[1].equals("NULL")
                                        ? null
                                        : nameAndValue[1].getBytes(StandardCharsets.ISO_8859_1)));
                    }
                }
                lines.append(new Sample(key, value, Long.parseLong(numbers[1]), headers)
                                .line(Long.parseLong(numbers[0])))
                        .append('\n');
            }
        }

        private byte[] part(int length) {
            if (length < 0) {
                return null;
            }
            next += length;
            return Arrays.copyOfRange(bytes, next - length, next);
        }

        private String line() {
            int start = next;
            while (bytes[next] != '\n') {
                next++;
            }
            return new String(bytes, start, next++ - start, StandardCharsets.ISO_8859_1);
        }
    }
}
