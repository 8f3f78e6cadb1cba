package dev.paddock.log.epoch;

import dev.paddock.log.io.CheckpointText;
import dev.paddock.log.io.DamagedFileException;
import java.util.ArrayList;
import java.util.List;

/** The file leader-epoch-checkpoint of a partition: a {@link CheckpointText} with lines of "epoch offset". */
public final class LeaderEpochCodec {
    public static final String FILE_NAME = "leader-epoch-checkpoint";
    /** Far more epochs than a log has segments for. */
    public static final int BYTES_MAX = 32 << 20;

    private LeaderEpochCodec() {}

    public static byte[] encode(LeaderEpochs epochs) {
        List<String> lines = new ArrayList<>();
        epochs.starts().forEach(start -> lines.add(start.epoch() + " " + start.startOffset()));
        return CheckpointText.encode(lines);
    }

    /**
     * Entries that contradict later ones are left out.
     *
     * @param file what to call it in the exception
     */
    public static LeaderEpochs decode(byte[] content, String file) throws DamagedFileException {
        CheckpointText text = CheckpointText.decode(content, file, 2);
        LeaderEpochs epochs = new LeaderEpochs();
        for (int line = 0; line < text.size(); line++) {
            epochs.assign(text.positiveInt(line, 0), text.positiveLong(line, 1));
        }
        return epochs;
    }
}
