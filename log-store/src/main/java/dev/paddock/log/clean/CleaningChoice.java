package dev.paddock.log.clean;

import dev.paddock.log.LogSettings;
import dev.paddock.log.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Looks at all compacted logs and chooses the filthiest that nobody has. One thread at a time. */
final class CleaningChoice {
    /** An owner that does not answer so long must not keep the other logs from being cleaned. */
    private static final long ANSWER_NANOS_MAX = 5_000_000_000L;

    private final CleanerSeams seams;
    private final CleaningStates states;
    private final CleanerCheckpoints checkpoints;
    private final CleaningFailures failures;
    private volatile double dirtiestRatio;
    private volatile long lastLookMs;

    CleaningChoice(
            CleanerSeams seams, CleaningStates states, CleanerCheckpoints checkpoints, CleaningFailures failures) {
        this.seams = seams;
        this.states = states;
        this.checkpoints = checkpoints;
        this.failures = failures;
    }

    /** What is to be cleaned. Who has it closes the snapshot and ends the task. */
    record Chosen(CleanableLog log, LogSnapshot snapshot, LogFacts facts, DirtySection dirty, CleaningTask task) {}

    private record Candidate(CleanableLog log, LogSnapshot snapshot, LogFacts facts, DirtySection dirty) {}

    private record Asked(CleanableLog log, CompletableFuture<LogSnapshot> snapshot) {}

    /** @param looking ends it when cancelled */
    synchronized Optional<Chosen> choose(CleaningTask looking) throws CleaningCancelledException {
        long nowMs = seams.clockMs().getAsLong();
        lastLookMs = nowMs;
        Map<TopicPartition, Candidate> due = new HashMap<>();
        List<Asked> asked = ask(nowMs);
        double dirtiest = 0;
        try {
            await(asked, looking);
            for (Asked each : asked) {
                looking.check();
                Optional<Candidate> candidate = look(each, nowMs);
                dirtiest = Math.max(
                        dirtiest, candidate.map(one -> one.dirty().ratio()).orElse(0.0));
                candidate
                        .filter(one -> CleaningRule.isDue(one.dirty(), rules(one.log())))
                        .ifPresent(one -> due.put(one.log().partition(), one));
            }
            dirtiestRatio = dirtiest;
            return take(due);
        } finally {
            // The chosen one's is retained once more.
            asked.forEach(each -> each.snapshot().thenAccept(LogSnapshot::close));
        }
    }

    private List<Asked> ask(long nowMs) {
        List<Asked> asked = new ArrayList<>();
        for (CleanableLog log : seams.logs().get()) {
            if (log.settings().compact() && states.mayBegin(log.partition()) && failures.mayTry(log, nowMs)) {
                asked.add(new Asked(log, log.snapshot()));
            }
        }
        return asked;
    }

    private static void await(List<Asked> asked, CleaningTask looking) throws CleaningCancelledException {
        CompletableFuture<?>[] answers = asked.stream()
                .map(each -> each.snapshot().exceptionally(e -> null))
                .toArray(CompletableFuture[]::new);
        looking.pauseUntil(CompletableFuture.allOf(answers), ANSWER_NANOS_MAX);
    }

    /** Empty when the log does not answer, or has nothing in it, or cannot be looked at. */
    private Optional<Candidate> look(Asked asked, long nowMs) {
        CompletableFuture<LogSnapshot> answer = asked.snapshot();
        if (!answer.isDone() || answer.isCompletedExceptionally()) {
            return Optional.empty();
        }
        CleanableLog log = asked.log();
        LogSnapshot snapshot = answer.join();
        try {
            OptionalLong checkpoint = checkpoints.get(log.directory(), log.partition());
            long firstDirty = CleaningRule.firstDirtyOffset(snapshot.startOffset(), snapshot.endOffset(), checkpoint);
            LogFacts facts = new SegmentTable(snapshot).facts(rules(log), firstDirty, nowMs);
            DirtySection dirty = CleaningRule.dirtySection(facts, rules(log), checkpoint, nowMs);
            if (dirty.isReset()) {
                failures.checkpointReset(log, checkpoint.orElse(-1), facts);
                checkpoints.put(log.directory(), log.partition(), dirty.firstDirtyOffset());
                checkpoints.writeChanged(log.directory());
            }
            return dirty.isEmpty() ? Optional.empty() : Optional.of(new Candidate(log, snapshot, facts, dirty));
        } catch (IOException | RuntimeException e) {
            if (!log.wasCutSince(snapshot)) {
                failures.failed(log, e, nowMs);
            }
            return Optional.empty();
        }
    }

    private Optional<Chosen> take(Map<TopicPartition, Candidate> due) {
        Map<TopicPartition, DirtySection> sections = new HashMap<>();
        due.forEach((partition, candidate) -> sections.put(partition, candidate.dirty()));
        while (!sections.isEmpty()) {
            TopicPartition filthiest = CleaningRule.filthiest(sections).orElseThrow();
            sections.remove(filthiest);
            Optional<CleaningTask> task = states.begin(filthiest);
            if (task.isPresent()) {
                Candidate chosen = due.get(filthiest);
                chosen.snapshot().segments().forEach(segment -> segment.retain());
                return Optional.of(
                        new Chosen(chosen.log(), chosen.snapshot(), chosen.facts(), chosen.dirty(), task.get()));
            }
        }
        return Optional.empty();
    }

    private static CompactionRules rules(CleanableLog log) {
        LogSettings settings = log.settings();
        return new CompactionRules(
                settings.minCompactionLagMs(),
                settings.maxCompactionLagMs(),
                settings.minCleanableDirtyRatio(),
                settings.delete());
    }

    double dirtiestRatio() {
        return dirtiestRatio;
    }

    long lastLookMs() {
        return lastLookMs;
    }
}
