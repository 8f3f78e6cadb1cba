package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {
    private static final SessionFile.Session SESSION = new SessionFile.Session(0x1000abcd0001L, new byte[] {1, 2, 3});

    @TempDir
    private Path directory;

    private Path path;
    private SessionFile file;

    @BeforeEach
    void locate() {
        file = new SessionFile(directory);
        path = directory.resolve("paddock-session");
    }

    @Test
    void shouldReadBackTheSession() throws IOException {
        file.write(new SessionFile.Session(1, new byte[16]));
        file.write(SESSION);

        SessionFile.Session read = file.read().orElseThrow();
        assertThat(read.id()).isEqualTo(SESSION.id());
        assertThat(read.password()).isEqualTo(SESSION.password());
        assertThat(read).hasToString("0x1000abcd0001");
    }

    @Test
    void shouldWriteTheFormatDrawn() throws IOException {
        file.write(SESSION);

        String hex = HexFormat.of().formatHex(Files.readAllBytes(path));
        assertThat(hex)
                .startsWith("50444b53" + "0001" + "00001000abcd0001" + "0003" + "010203")
                .hasSize(2 * 23);
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException {
        file.write(SESSION);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldFindNothingWhenThereWasNoRunOrItEndedInOrder() throws IOException {
        assertThat(file.read()).isEmpty();
        file.write(SESSION);
        file.delete();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldIgnoreAnyFlippedBit() throws IOException {
        file.write(SESSION);
        byte[] good = Files.readAllBytes(path);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(path, bad);

            assertThat(file.read()).as("bit " + bit).isEmpty();
        }
    }

    @Test
    void shouldIgnoreAFileOfAnotherLength() throws IOException {
        file.write(SESSION);
        byte[] good = Files.readAllBytes(path);
        for (int length : new int[] {0, 1, 15, 19, good.length - 1, good.length + 1, 4096}) {
            Files.write(path, Arrays.copyOf(good, length));

            assertThat(file.read()).as("length " + length).isEmpty();
        }
    }

    @Test
    void shouldIgnoreWhatCannotBeRead() throws IOException {
        Files.createDirectory(path);

        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldRefuseAPasswordThatNoSessionHas() {
        assertThatThrownBy(() -> file.write(new SessionFile.Session(1, new byte[257])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
