package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryLockTest {
    @TempDir
    private Path parent;

    @Test
    void shouldKeepAFolderToOneHolderAndCreateItWhenMissing() throws Exception {
        Path folder = parent.resolve("a").resolve("b");
        try (LogDirectoryLock held = LogDirectoryLock.acquire(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> LogDirectoryLock.acquire(folder))
                    .isInstanceOf(LogDirectoryException.class)
                    .hasMessageContainingAll(folder.toString(), "in use");
        }
        LogDirectoryLock.acquire(folder).close();
    }

    @Test
    void shouldNameAFolderThatCannotBeOne() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "x");

        assertThatThrownBy(() -> LogDirectoryLock.acquire(file)).hasMessageContaining(file.toString());
    }
}
