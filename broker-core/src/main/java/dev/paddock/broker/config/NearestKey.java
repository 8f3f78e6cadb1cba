package dev.paddock.broker.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped key was meant to be. */
final class NearestKey {
    private final Collection<String> known;

    NearestKey(Collection<String> known) {
        this.known = known;
    }

    /** Empty when nothing is near enough to be worth a guess. */
    Optional<String> to(String mistyped) {
        var folded = fold(mistyped);
        int distanceMax = Math.max(2, folded.length() / 5);
        return known.stream()
                .map(name -> new Candidate(name, distance(folded, fold(name))))
                .filter(candidate -> candidate.distance <= distanceMax)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** {@code broker_id}, {@code BrokerId} and {@code broker-id} are all the same slip. */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._\\s-]", "");
    }

    /** Insertions, deletions and replacements from one to the other (Levenshtein), a row of the matrix at a time. */
    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }

    private record Candidate(String name, int distance) {}
}
