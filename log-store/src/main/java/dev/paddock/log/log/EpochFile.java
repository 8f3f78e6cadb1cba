package dev.paddock.log.log;

import dev.paddock.log.epoch.LeaderEpochCodec;
import dev.paddock.log.epoch.LeaderEpochs;
import dev.paddock.log.io.LogDirectory;
import java.io.IOException;

/** The file leader-epoch-checkpoint of a partition. What was taken last stays in it, whoever comes to write last. */
final class EpochFile {
    private final LogDirectory directory;
    private final String name;
    private long taken;
    private long written;

    EpochFile(LogDirectory directory, String folder) {
        this.directory = directory;
        name = folder + "/" + LeaderEpochCodec.FILE_NAME;
    }

    /** What the epochs were at one time. */
    record Content(long number, byte[] bytes) {}

    /** By the log's thread. */
    Content take(LeaderEpochs epochs) {
        return new Content(++taken, LeaderEpochCodec.encode(epochs));
    }

    /** Any thread; blocks. */
    synchronized void write(Content content) throws IOException {
        if (content.number > written) {
            directory.writeAtomically(name, content.bytes);
            written = content.number;
        }
    }
}
