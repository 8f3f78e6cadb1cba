package dev.paddock.broker.api;

import java.util.regex.Pattern;

/** What a topic may be called: it becomes the name of a folder, with a partition's number behind it. */
final class TopicName {
    private static final int LENGTH_MAX = 249;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]+");

    private TopicName() {}

    static boolean isValid(String name) {
        return name != null
                && name.length() <= LENGTH_MAX
                && !name.equals(".")
                && !name.equals("..")
                && CHARACTERS.matcher(name).matches();
    }
}
