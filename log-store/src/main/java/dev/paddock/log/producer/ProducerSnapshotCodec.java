package dev.paddock.log.producer;

import dev.paddock.log.io.DamagedFileException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Kafka's .snapshot file, version 1:
 *
 * <pre>
 *   0          2                       6            10
 *   | 1        | crc32c of 6..end      | count      | producers...
 *
 *   0            8       10              14            22             26          34                  38                 46
 *   | producer id | epoch | last sequence | last offset | offset delta | timestamp | coordinator epoch | txn first offset |
 *   big endian; -1 for what there is not
 * </pre>
 */
public final class ProducerSnapshotCodec {
    private static final short VERSION = 1;
    private static final int CRC = 2;
    private static final int CHECKED = 6;
    private static final int HEADER_BYTES = 10;
    private static final int ENTRY_BYTES = 46;

    private ProducerSnapshotCodec() {}

    public static byte[] encode(List<ProducerEntry> entries) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + entries.size() * ENTRY_BYTES);
        out.putShort(VERSION).putInt(0).putInt(entries.size());
        for (ProducerEntry entry : entries) {
            out.putLong(entry.producerId()).putShort(entry.epoch()).putInt(entry.lastSequence());
            out.putLong(entry.lastOffset()).putInt(entry.offsetDelta()).putLong(entry.lastTimestamp());
            out.putInt(entry.coordinatorEpoch()).putLong(entry.txnFirstOffset());
        }
        out.putInt(CRC, checksum(out.array()));
        return out.array();
    }

    /** @param file what to call it in the exception */
    public static List<ProducerEntry> decode(byte[] content, String file) throws DamagedFileException {
        if (content.length < HEADER_BYTES) {
            throw new DamagedFileException(file, content.length + " bytes, expected at least " + HEADER_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        short version = in.getShort();
        if (version != VERSION) {
            throw new DamagedFileException(file, "version " + version + ", expected " + VERSION);
        }
        if (in.getInt() != checksum(content)) {
            throw new DamagedFileException(file, "the checksum is not that of the content");
        }
        int count = in.getInt();
        long expected = HEADER_BYTES + (long) count * ENTRY_BYTES;
        if (count < 0 || expected != content.length) {
            throw new DamagedFileException(
                    file, count + " producers in " + content.length + " bytes, expected " + expected + " bytes");
        }
        List<ProducerEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(in, file));
        }
        return entries;
    }

    private static ProducerEntry entry(ByteBuffer in, String file) throws DamagedFileException {
        long producerId = in.getLong();
        short epoch = in.getShort();
        int lastSequence = in.getInt();
        long lastOffset = in.getLong();
        int offsetDelta = in.getInt();
        ProducerEntry entry = new ProducerEntry(
                producerId, epoch, lastSequence, lastOffset, offsetDelta, in.getLong(), in.getInt(), in.getLong());
        if (producerId < 0 || offsetDelta < 0) {
            throw new DamagedFileException(file, "impossible " + entry);
        }
        return entry;
    }

    private static int checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, CHECKED, content.length - CHECKED);
        return (int) crc.getValue();
    }
}
