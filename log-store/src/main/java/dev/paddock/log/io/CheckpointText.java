package dev.paddock.log.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that all checkpoint files of Kafka's are made of. An empty file, as a new one is for a moment, has no lines.
 *
 * <pre>
 *   0              version
 *   2              how many lines follow
 *   first 0 12     words of each, the same number in all
 *   other 3 44
 * </pre>
 */
public final class CheckpointText {
    private static final String VERSION = "0";
    private static final int LINES_BEFORE = 2;

    private final String file;
    private final List<String[]> lines;

    private CheckpointText(String file, List<String[]> lines) {
        this.file = file;
        this.lines = lines;
    }

    public static byte[] encode(List<String> lines) {
        StringBuilder text =
                new StringBuilder(VERSION + "\n").append(lines.size()).append('\n');
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param file what to call it in the exceptions
     * @param words how many each line has
     */
    public static CheckpointText decode(byte[] content, String file, int words) throws DamagedFileException {
        List<String> all = text(content, file).lines().toList();
        List<String[]> lines = new ArrayList<>();
        if (!all.isEmpty() && !all.get(0).equals(VERSION)) {
            throw damaged(file, 1, all.get(0), "expected the version, " + VERSION);
        }
        for (int i = LINES_BEFORE; i < all.size(); i++) {
            String[] parts = all.get(i).split("\\s+", -1);
            if (parts.length != words) {
                throw damaged(file, i + 1, all.get(i), "expected " + words + " words");
            }
            lines.add(parts);
        }
        CheckpointText result = new CheckpointText(file, lines);
        result.checkCount(all);
        return result;
    }

    private static String text(byte[] content, String file) throws DamagedFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file, "it is no text in UTF-8");
        }
    }

    private void checkCount(List<String> all) throws DamagedFileException {
        if (all.size() < LINES_BEFORE) {
            return;
        }
        String claimed = all.get(1);
        if (!claimed.equals(Integer.toString(lines.size()))) {
            throw damaged(file, 2, claimed, "expected the number of lines that follow, " + lines.size());
        }
    }

    public int size() {
        return lines.size();
    }

    public String word(int line, int word) {
        return lines.get(line)[word];
    }

    /** A number from 0 on; the exception names the line. */
    public int positiveInt(int line, int word) throws DamagedFileException {
        return (int) positive(line, word, Integer.MAX_VALUE);
    }

    /** A number from 0 on; the exception names the line. */
    public long positiveLong(int line, int word) throws DamagedFileException {
        return positive(line, word, Long.MAX_VALUE);
    }

    private long positive(int line, int word, long max) throws DamagedFileException {
        String text = word(line, word);
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw damaged(file, line + LINES_BEFORE + 1, text, "expected a number");
        }
        throw damaged(file, line + LINES_BEFORE + 1, text, "expected a number from 0 to " + max);
    }

    private static DamagedFileException damaged(String file, int line, String found, String expected) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "..." : found;
        return new DamagedFileException(file, "line " + line + " has '" + shown + "', " + expected);
    }
}
