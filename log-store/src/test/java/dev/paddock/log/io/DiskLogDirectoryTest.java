package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLogDirectoryTest extends LogDirectoryContract {
    @TempDir
    Path folder;

    @Override
    LogDirectory open() {
        return new DiskLogDirectory(folder);
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/full")));
        try (LogFile full = new DiskLogDirectory(Path.of("/dev")).open("full")) {
            assertThatThrownBy(() -> full.append(Unpooled.wrappedBuffer(new byte[10])))
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContaining("10 bytes")
                    .hasMessageContaining("full");
            assertThat(full.size()).isZero();
        }
    }
}
