package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultyLogDirectoryTest extends LogDirectoryContract {
    private final FaultyLogDirectory directory = new FaultyLogDirectory();

    @Override
    LogDirectory open() {
        return directory;
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldLoseInACrashWhatWasNotForced() throws IOException {
        directory.forceFolder("");
        try (LogFile kept = directory.open("t-0/kept");
                LogFile lost = directory.open("t-0/lost")) {
            kept.append(Unpooled.wrappedBuffer(bytes(10)));
            kept.force();
            directory.rename("t-0/lost", "t-0/renamed");
            directory.forceFolder("t-0");
            directory.rename("t-0/renamed", "t-0/again");
            kept.append(Unpooled.wrappedBuffer(bytes(20)));
            lost.append(Unpooled.wrappedBuffer(bytes(20)));

            directory.crash();

            assertThatThrownBy(kept::size).isInstanceOf(IOException.class);
        }
        assertThat(directory.read("t-0/kept", 100)).isEqualTo(bytes(10));
        assertThat(directory.list("t-0")).containsExactly("kept", "renamed");
        assertThat(directory.size("t-0/renamed")).isZero();
    }

    @Test
    void shouldKeepSomeOfWhatWasNotForcedInATornCrash() throws IOException {
        directory.forceFolder("");
        directory.writeAtomically("t-0/a", bytes(10));
        try (LogFile file = directory.openExisting("t-0/a")) {
            file.append(Unpooled.wrappedBuffer(bytes(100)));

            directory.crash(new Random(3));
        }
        assertThat(directory.read("t-0/a", 200)).startsWith(bytes(10)).hasSizeBetween(10, 110);
    }

    @Test
    void shouldFailTheWriteItIsToldToAndCutItOff() throws IOException {
        try (LogFile file = directory.open("t-0/a")) {
            directory.failWriteAfter(1);
            file.append(Unpooled.wrappedBuffer(bytes(10)));
            assertThatThrownBy(() -> file.append(Unpooled.wrappedBuffer(bytes(10))))
                    .isInstanceOf(IOException.class);
            file.append(Unpooled.wrappedBuffer(bytes(10)));

            assertThat(file.size()).isEqualTo(20);
        }
    }

    @Test
    void shouldRunOutOfSpaceAndGetItBack() throws IOException {
        try (LogFile file = directory.open("t-0/a")) {
            directory.leaveSpace(15);
            file.append(Unpooled.wrappedBuffer(bytes(10)));
            assertThatThrownBy(() -> file.append(Unpooled.wrappedBuffer(bytes(10))))
                    .isInstanceOf(DiskFullException.class);
            assertThat(file.size()).isEqualTo(10);
            directory.giveSpace();
            file.append(Unpooled.wrappedBuffer(bytes(10)));
        }
        assertThat(directory.openCount()).isZero();
    }

    @Test
    void shouldRefuseATornFileUntilItIsCut() throws IOException {
        try (LogFile file = directory.open("t-0/a")) {
            directory.failWriteAfter(0);
            directory.failCuts(true);
            assertThatThrownBy(() -> file.append(Unpooled.wrappedBuffer(bytes(10))))
                    .isInstanceOf(TornFileException.class);
            assertThatThrownBy(() -> file.append(Unpooled.wrappedBuffer(bytes(10))))
                    .isInstanceOf(TornFileException.class);
        }
        assertThat(directory.size("t-0/a")).isEqualTo(5);
    }
}
