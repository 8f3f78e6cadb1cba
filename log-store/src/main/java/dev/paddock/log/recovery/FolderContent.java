package dev.paddock.log.recovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of the files in a partition's folder say. Pure.
 *
 * <pre>
 *   BASE.log BASE.index BASE.timeindex BASE.txnindex     a segment, BASE in 20 digits
 *   ....deleted      was deleted, or is part of what was; goes
 *   ....cleaned      compaction did not come to an end; goes
 *   ....swap         compaction was about to put it in its place; is put there, unless it is not all there
 * </pre>
 */
final class FolderContent {
    private static final Pattern SEGMENT_FILE =
            Pattern.compile("(\\d{20})\\.(log|index|timeindex|txnindex)(\\.deleted|\\.cleaned|\\.swap)?");

    private final Set<String> names;
    private final SortedSet<Long> segments = new TreeSet<>();
    private final SortedSet<Long> swaps = new TreeSet<>();
    private final List<String> leftovers = new ArrayList<>();
    private final List<String> swapFiles = new ArrayList<>();
    private final List<String> indexes = new ArrayList<>();

    private FolderContent(Collection<String> names) {
        this.names = new HashSet<>(names);
    }

    static FolderContent of(Collection<String> names) {
        FolderContent content = new FolderContent(names);
        long firstCleaned = Long.MAX_VALUE;
        for (String name : names) {
            Matcher file = SEGMENT_FILE.matcher(name);
            if (file.matches() && ".cleaned".equals(file.group(3))) {
                firstCleaned = Math.min(firstCleaned, Long.parseLong(file.group(1)));
            }
        }
        for (String name : names) {
            content.add(name, firstCleaned);
        }
        return content;
    }

    private void add(String name, long firstCleaned) {
        Matcher file = SEGMENT_FILE.matcher(name);
        if (!file.matches()) {
            if (name.endsWith(".deleted") || name.endsWith(".tmp") || name.endsWith(".snapshot.cleaned")) {
                leftovers.add(name);
            }
            return;
        }
        long base = Long.parseLong(file.group(1));
        boolean isLog = file.group(2).equals("log");
        if (file.group(3) == null) {
            if (isLog) {
                segments.add(base);
            } else {
                indexes.add(name);
            }
        } else if (file.group(3).equals(".swap") && base < firstCleaned) {
            swapFiles.add(name);
            if (isLog) {
                swaps.add(base);
            }
        } else {
            // A swap at or behind what is still .cleaned was not complete, so that what it replaces is still there.
            leftovers.add(name);
        }
    }

    /** Base offsets of the segments in place. */
    SortedSet<Long> segments() {
        return segments;
    }

    /** Base offsets of those that compaction was putting in place. */
    SortedSet<Long> swaps() {
        return swaps;
    }

    List<String> swapFiles() {
        return swapFiles;
    }

    /** Files that are no part of the log any more, or not yet. */
    List<String> leftovers() {
        return leftovers;
    }

    /** Index files without a log file. */
    List<String> orphans() {
        return indexes.stream()
                .filter(name -> !segments.contains(Long.parseLong(name.substring(0, 20))))
                .toList();
    }

    /** Only a segment that has the marker of an aborted transaction has one. */
    boolean hasTransactionIndex(long base) {
        return names.contains("%020d.txnindex".formatted(base));
    }

    boolean has(String name) {
        return names.contains(name);
    }
}
