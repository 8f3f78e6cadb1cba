package dev.paddock.log.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What was done to one file.
 *
 * @param from the first byte that is not as it was
 */
record Damage(Path file, Kind kind, long from, long to) {
    private static final int FLIPS_MAX = 4;
    private static final int ZEROS_MAX = 5000;

    enum Kind {
        FLIPPED,
        CUT,
        EXTENDED,
        DELETED
    }

    /** One that is likely to hit each kind of file, not only the many log files. */
    static Damage some(Path folder, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("other-0"))
                    .sorted()
                    .toList();
        }
        List<String> kinds = files.stream().map(Damage::kindOf).distinct().toList();
        String kind = kinds.get(random.nextInt(kinds.size()));
        List<Path> ofKind =
                files.stream().filter(file -> kindOf(file).equals(kind)).toList();
        return doTo(ofKind.get(random.nextInt(ofKind.size())), random);
    }

    private static String kindOf(Path file) {
        String name = file.getFileName().toString();
        return name.matches("\\d{20}\\..*") ? name.substring(20) : name;
    }

    private static Damage doTo(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Kind kind = bytes.length == 0 ? Kind.EXTENDED : Kind.values()[random.nextInt(Kind.values().length)];
        switch (kind) {
            case FLIPPED -> {
                int first = random.nextInt(bytes.length);
                int last = first;
                for (int i = random.nextInt(FLIPS_MAX); i >= 0; i--) {
                    bytes[last] ^= (byte) (1 + random.nextInt(255));
                    last = Math.min(bytes.length - 1, last + 1);
                }
                Files.write(file, bytes);
                return new Damage(file, kind, first, last + 1);
            }
            case CUT -> {
                int left = random.nextInt(bytes.length);
                Files.write(file, Arrays.copyOf(bytes, left));
                return new Damage(file, kind, left, bytes.length);
            }
            case EXTENDED -> {
                int zeros = 1 + random.nextInt(ZEROS_MAX);
                Files.write(file, Arrays.copyOf(bytes, bytes.length + zeros));
                return new Damage(file, kind, bytes.length, bytes.length + zeros);
            }
            default -> {
                Files.delete(file);
                return new Damage(file, kind, 0, bytes.length);
            }
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    boolean isOfLog() {
        return name().endsWith(".log");
    }

    @Override
    public String toString() {
        return file.getFileName() + " " + kind + " " + from + " to " + to;
    }
}
