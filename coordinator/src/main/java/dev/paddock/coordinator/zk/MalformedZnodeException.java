package dev.paddock.coordinator.zk;

import java.nio.charset.StandardCharsets;

/** A znode whose content is not what its kind has: names the path and what was found. */
public final class MalformedZnodeException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int EXCERPT_CHARS_MAX = 512;

    MalformedZnodeException(String path, byte[] bytes, String problem) {
        super("ZooKeeper path " + path + " is malformed: " + problem + "; it holds: " + excerpt(bytes));
    }

    private static String excerpt(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() <= EXCERPT_CHARS_MAX ? text : text.substring(0, EXCERPT_CHARS_MAX) + "...";
    }
}
