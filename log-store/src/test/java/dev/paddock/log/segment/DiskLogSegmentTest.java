package dev.paddock.log.segment;

import dev.paddock.log.io.DiskLogDirectory;
import dev.paddock.log.io.LogDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DiskLogSegmentTest extends LogSegmentContract {
    @TempDir
    Path folder;

    @Override
    LogDirectory open() {
        return new DiskLogDirectory(folder);
    }
}
