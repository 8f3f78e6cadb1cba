package dev.paddock.broker.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The folders that hold the broker's logs.
 *
 * @param dirs absolute; at least one, no two the same
 */
public record LogDirSettings(List<Path> dirs) {
    public LogDirSettings {
        dirs = List.copyOf(dirs);
    }

    static LogDirSettings from(SettingValues values) {
        var key = values.isSet(LogDirKeys.LOG_DIRS) ? LogDirKeys.LOG_DIRS : LogDirKeys.LOG_DIR;
        var dirs = new ArrayList<Path>();
        var seen = new HashSet<Path>();
        for (var text : CommaList.elements(values.get(key))) {
            var dir = path(key, text);
            if (!seen.add(dir.normalize())) {
                throw values.refused(key, "folder " + text + " is given twice");
            }
            dirs.add(dir);
        }
        if (dirs.isEmpty()) {
            throw values.refused(key, "expected at least one folder");
        }
        return new LogDirSettings(dirs);
    }

    private static Path path(SettingKey<String> key, String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new InvalidSettingException(key.name(), Printable.text(text), "expected the path of a folder", e);
        }
    }
}
