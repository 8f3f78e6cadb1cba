package dev.paddock.broker.cluster;

import dev.paddock.broker.probe.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client that can write the samples and tell what it reads. */
public interface RecordPeer extends AutoCloseable {
    /** What it cannot carry, because of its format or by its own choice. */
    enum Lack {
        TIMESTAMPS,
        /** It stamps records itself, with the time of now. */
        CHOICE_OF_TIMESTAMPS,
        HEADERS,
        WRITING_NULL_HEADERS,
        READING
    }

    String name();

    Set<String> codecs();

    Set<Lack> lacks();

    /** Every sample to partition 0 of the topics that are called so: the prefix, then the codec. Waits for the answers. */
    void write(String bootstrap, long firstTimestamp, String prefix) throws Exception;

    /** @param wanted topics, and how many records of each; the lines of all are returned one after the other */
    String read(String bootstrap, Map<String, Integer> wanted) throws Exception;

    /** What arrives of the samples that it writes. */
    default List<Sample> written(long firstTimestamp) {
        return Sample.all(firstTimestamp).stream()
                .map(sample -> lacks().contains(Lack.WRITING_NULL_HEADERS) ? sample.withoutNullHeaders() : sample)
                .map(sample -> seenBy(lacks(), sample))
                .toList();
    }

    static Sample seenBy(Set<Lack> lacks, Sample sample) {
        Sample seen = lacks.contains(Lack.TIMESTAMPS) ? sample.at(Sample.NO_TIMESTAMP) : sample;
        return lacks.contains(Lack.HEADERS) ? seen.withoutHeaders() : seen;
    }

    @Override
    default void close() throws IOException {}
}
