package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRememberASessionForItsOwnerOnly() throws IOException {
        SessionFile file = new SessionFile(folder);
        assertThat(file.read()).isEmpty();

        file.write(new SessionFile.Remembered(0x1234_5678_9abcL, new byte[] {1, 2, 3}));
        file.write(new SessionFile.Remembered(42, new byte[] {4, 5}));

        SessionFile.Remembered read = file.read().orElseThrow();
        assertThat(read.id()).isEqualTo(42);
        assertThat(read.password()).containsExactly(4, 5);
        assertThat(Files.getPosixFilePermissions(folder.resolve("paddock-session")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void shouldTrustNoDamagedFile() throws IOException {
        SessionFile file = new SessionFile(folder);
        file.write(new SessionFile.Remembered(42, new byte[16]));
        Path path = folder.resolve("paddock-session");
        byte[] good = Files.readAllBytes(path);

        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 1;
            Files.write(path, flipped);
            assertThat(file.read()).as("bit flipped in byte %d", i).isEmpty();
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(path, Arrays.copyOf(good, length));
            assertThat(file.read()).as("cut to %d bytes", length).isEmpty();
        }
        file.delete();
        assertThat(path).doesNotExist();
    }
}
