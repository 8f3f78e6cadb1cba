package dev.paddock.log.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
    private static final int LIMIT = 4;

    private final FaultyLogDirectory directory = new FaultyLogDirectory();
    private final OpenFiles openFiles = new OpenFiles(LIMIT);

    private List<ReopenableFile> files(int count) throws IOException {
        List<ReopenableFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            directory.writeAtomically("f" + i, new byte[i]);
            files.add(new ReopenableFile(openFiles, directory, "f" + i));
        }
        return files;
    }

    @Test
    void shouldOpenNothingBeforeItIsUsed() throws IOException {
        files(10);

        assertThat(directory.openCount()).isZero();
    }

    @Test
    void shouldCloseIdleFilesBeyondTheLimitAndOpenThemAgain() throws IOException {
        List<ReopenableFile> files = files(10);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < files.size(); i++) {
                assertThat(files.get(i).acquire().size()).isEqualTo(i);
                files.get(i).release();
                assertThat(directory.openCount()).isLessThanOrEqualTo(LIMIT);
            }
        }
        assertThat(openFiles.count()).isEqualTo(LIMIT);
    }

    @Test
    void shouldKeepOpenWhatIsInUse() throws IOException {
        List<ReopenableFile> files = files(10);
        List<LogFile> used = new ArrayList<>();
        for (ReopenableFile file : files) {
            used.add(file.acquire());
        }
        assertThat(directory.openCount()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(used.get(i).size()).isEqualTo(i);
            files.get(i).release();
        }

        ReopenableFile one = files(11).get(10);
        one.acquire();

        assertThat(directory.openCount()).isEqualTo(LIMIT);
        one.release();
    }

    @Test
    void shouldPreferToCloseWhatWasNotUsedLately() throws IOException {
        List<ReopenableFile> files = files(LIMIT + 2);
        for (ReopenableFile file : files.subList(0, LIMIT + 1)) {
            file.acquire();
            file.release();
        }
        // Two rounds, so that all but the first have been asked since they were used.
        files.get(1).acquire();
        files.get(1).release();

        files.get(LIMIT + 1).acquire();
        files.get(LIMIT + 1).release();

        assertThat(files.get(1).isOpen()).isTrue();
        assertThat(files.get(2).isOpen()).isFalse();
    }

    @Test
    void shouldCloseAtOnceWhenTold() throws IOException {
        ReopenableFile file = files(1).get(0);
        file.acquire();
        file.closeIdle();
        assertThat(directory.openCount()).isEqualTo(1);
        file.release();
        file.closeIdle();
        file.closeIdle();

        assertThat(directory.openCount()).isZero();
        assertThat(openFiles.count()).isZero();
    }

    @Test
    void shouldServeManyThreadsFromFewHandles() throws Exception {
        List<ReopenableFile> files = files(12);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                all.add(threads.submit((Callable<Void>) () -> {
                    for (int i = 0; i < 20_000; i++) {
                        int which = random.nextInt(files.size());
                        ReopenableFile file = files.get(which);
                        assertThat(file.acquire().size()).isEqualTo(which);
                        file.release();
                        if (random.nextInt(10) == 0) {
                            file.closeIdle();
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(openFiles.count()).isEqualTo(directory.openCount());
        files.forEach(ReopenableFile::closeIdle);
        assertThat(directory.openCount()).isZero();
    }
}
