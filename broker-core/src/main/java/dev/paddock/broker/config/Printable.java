package dev.paddock.broker.config;

/** A value fit for one line of a log: no line breaks or other control characters, and an end. */
final class Printable {
    private static final int CHARS_MAX = 1000;

    private Printable() {}

    static String text(String value) {
        var oneLine = value.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= CHARS_MAX ? oneLine : oneLine.substring(0, CHARS_MAX) + "...";
    }
}
