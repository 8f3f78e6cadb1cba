package dev.paddock.log.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LogDirectory} does, the real one and the faulty. */
abstract class LogDirectoryContract {
    private LogDirectory directory;

    abstract LogDirectory open() throws IOException;

    @BeforeEach
    void openDirectory() throws IOException {
        directory = open();
        directory.createFolder("t-0");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }

    private static String read(LogFile file, long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        file.read(into, position);
        return UTF_8.decode(into.flip()).toString();
    }

    @Test
    void shouldReadBackWhatWasAppended() throws IOException {
        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(bytes("one"));
            file.append(bytes("two"));

            assertThat(read(file, 0, 100)).isEqualTo("onetwo");
            assertThat(read(file, 2, 2)).isEqualTo("et");
            assertThat(file.read(ByteBuffer.allocate(1), 6)).isEqualTo(-1);
            assertThat(file.size()).isEqualTo(6);
        }
        assertThat(directory.size("t-0/a.log")).isEqualTo(6);
    }

    @Test
    void shouldAppendBuffersOfManyPartsAndLeaveTheReaderIndex() throws IOException {
        CompositeByteBuf parts = ByteBufAllocator.DEFAULT.compositeBuffer(3000);
        for (int i = 0; i < 2500; i++) {
            parts.addComponent(true, ByteBufAllocator.DEFAULT.directBuffer(2).writeShort(i));
        }
        parts.skipBytes(2);

        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(parts);

            ByteBuffer into = ByteBuffer.allocate(2);
            file.read(into, 2 * 2498);
            assertThat(into.getShort(0)).isEqualTo((short) 2499);
            assertThat(file.size()).isEqualTo(2 * 2499);
            assertThat(parts.readerIndex()).isEqualTo(2);
        } finally {
            parts.release();
        }
    }

    @Test
    void shouldGoOnAppendingWhereItWasCut() throws IOException {
        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(bytes("onetwo"));
            file.truncate(3);
            file.truncate(100);
            file.append(bytes("four"));

            assertThat(read(file, 0, 100)).isEqualTo("onefour");
        }
    }

    @Test
    void shouldGoOnAppendingWhenOpenedAgain() throws IOException {
        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(bytes("one"));
        }
        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(bytes("two"));
            assertThat(read(file, 0, 100)).isEqualTo("onetwo");
        }
    }

    @Test
    void shouldOnlyOpenWhatExistsWhenToldSo() {
        assertThatThrownBy(() -> directory.openExisting("t-0/a.log")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory.size("t-0/a.log")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory.open("u-0/a.log")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldReplaceWhatHasTheNameAlready() throws IOException {
        directory.writeAtomically("t-0/a", "one".getBytes(UTF_8));
        directory.writeAtomically("t-0/b", "two".getBytes(UTF_8));

        directory.rename("t-0/a", "t-0/b");

        assertThat(directory.read("t-0/b", 3)).asString().isEqualTo("one");
        assertThat(directory.exists("t-0/a")).isFalse();
        assertThat(directory.list("t-0")).containsExactly("b");
    }

    @Test
    void shouldKeepAnOpenFileOverItsRenaming() throws IOException {
        try (LogFile file = directory.open("t-0/a")) {
            directory.rename("t-0/a", "t-0/b");
            file.append(bytes("one"));
        }

        assertThat(directory.read("t-0/b", 3)).asString().isEqualTo("one");
    }

    @Test
    void shouldRenameFoldersWithWhatIsInThem() throws IOException {
        directory.writeAtomically("t-0/a", new byte[0]);

        directory.rename("t-0", "t-0.delete");

        assertThat(directory.list("")).containsExactly("t-0.delete");
        assertThat(directory.list("t-0.delete")).containsExactly("a");
        directory.deleteFolder("t-0.delete");
        directory.deleteFolder("t-0.delete");
        assertThat(directory.exists("t-0.delete")).isFalse();
    }

    @Test
    void shouldDeleteWhatIsThereAndNotMindWhatIsNot() throws IOException {
        directory.writeAtomically("t-0/a", new byte[1]);

        directory.delete("t-0/a");
        directory.delete("t-0/a");

        assertThat(directory.exists("t-0/a")).isFalse();
        assertThatThrownBy(() -> directory.deleteFolder("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToReadMoreThanIsAllowed() throws IOException {
        directory.writeAtomically("t-0/a", new byte[4]);

        assertThatThrownBy(() -> directory.read("t-0/a", 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("4 bytes");
    }

    @Test
    void shouldForceFilesAndFolders() throws IOException {
        try (LogFile file = directory.open("t-0/a.log")) {
            file.append(bytes("one"));
            file.force();
        }
        directory.forceFolder("t-0");
        directory.forceFolder("");

        assertThatThrownBy(() -> directory.forceFolder("u-0")).isInstanceOf(NoSuchFileException.class);
        assertThat(directory.lastModifiedMs("t-0/a.log")).isNotNegative();
        directory.lastModifiedMs("t-0/a.log", 12_000);
        assertThat(directory.lastModifiedMs("t-0/a.log")).isEqualTo(12_000);
    }
}
