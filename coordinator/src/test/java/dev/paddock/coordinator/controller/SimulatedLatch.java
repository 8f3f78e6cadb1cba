package dev.paddock.coordinator.controller;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The line at /controller_latch, as Curator keeps it: who is cut off has lost it, and gets it back when he is first again. */
final class SimulatedLatch {
    private record Place(SimulatedCandidate who, int entry) {}

    private final List<Place> line = new ArrayList<>();
    private final Map<SimulatedCandidate, Integer> told = new HashMap<>();

    void enter(SimulatedCandidate who, int entry) {
        line.add(new Place(who, entry));
        update();
    }

    void leave(SimulatedCandidate who) {
        line.removeIf(place -> place.who() == who);
        told.remove(who);
        update();
    }

    /** Curator enters the line anew by itself, in the new session. */
    void sessionEnded(SimulatedCandidate who) {
        List<Place> places = line.stream().filter(place -> place.who() == who).toList();
        line.removeAll(places);
        line.addAll(places);
        loseIfTold(who);
        update();
    }

    void connectionChanged(SimulatedCandidate who) {
        if (!who.connected()) {
            loseIfTold(who);
        }
        update();
    }

    @Override
    public String toString() {
        return "latch " + line + ", won by " + told;
    }

    private void loseIfTold(SimulatedCandidate who) {
        Integer entry = told.remove(who);
        if (entry != null) {
            who.latchLost(entry);
        }
    }

    private void update() {
        if (line.isEmpty()) {
            return;
        }
        Place first = line.get(0);
        if (first.who().connected() && !told.containsKey(first.who())) {
            told.put(first.who(), first.entry());
            first.who().latchWon(first.entry());
        }
    }
}
