package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryLockTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseAFolderThatAnotherProcessHolds() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('L');

            assertThatThrownBy(() -> LogDirectoryLock.acquire(directory))
                    .isInstanceOf(LogDirectoryException.class)
                    .hasMessage("The log directory " + directory + " is in use by another broker, which holds its .lock"
                            + " file: stop that broker, or give this one other log.dirs");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        LogDirectoryLock.acquire(directory).close();
    }

    @Test
    void shouldRefuseASecondBrokerInThisProcessUntilTheFirstHasClosed() throws IOException {
        try (LogDirectoryLock first = LogDirectoryLock.acquire(directory)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> LogDirectoryLock.acquire(directory)).isInstanceOf(LogDirectoryException.class);
        }

        LogDirectoryLock.acquire(directory).close();
        assertThat(directory.resolve(".lock")).exists();
    }

    /** Locks the file as Apache Kafka does, says so, and stays. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(
                    Path.of(arguments[0], ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                System.out.write(channel.tryLock() == null ? 'N' : 'L');
                System.out.flush();
                System.in.read();
            }
        }
    }
}
