package dev.paddock.log.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way to the disk: one entry of log.dirs, with the partitions' folders in it. Names are relative to it, such as
 * {@code topic-0/00000000000000000000.log}. Everything blocks, and throws IOException when the disk fails.
 */
public interface LogDirectory {
    Path path();

    /** Opens for reading and writing, and creates what is missing. */
    LogFile open(String name) throws IOException;

    /** @throws java.nio.file.NoSuchFileException when there is none */
    LogFile openExisting(String name) throws IOException;

    boolean isFolder(String name) throws IOException;

    boolean exists(String name) throws IOException;

    /** The size without opening it. */
    long size(String name) throws IOException;

    long lastModifiedMs(String name) throws IOException;

    /** As if it had been changed then; writing to it makes it later again. */
    void lastModifiedMs(String name, long timeMs) throws IOException;

    /** The names in a folder, without the folder's; of this directory itself for "". */
    List<String> list(String folder) throws IOException;

    void createFolder(String folder) throws IOException;

    /** Renames a file or a folder at once; a file that has the name already is replaced. */
    void rename(String from, String to) throws IOException;

    /** Nothing happens when there is no such file. */
    void delete(String name) throws IOException;

    /** With all that is in it. */
    void deleteFolder(String folder) throws IOException;

    /** Returns when creations, renamings and deletions in a folder last; of this directory itself for "". */
    void forceFolder(String folder) throws IOException;

    /** @throws IOException also when the file is larger than that */
    byte[] read(String name, int bytesMax) throws IOException;

    /** Returns when the file has this content and will have it after a crash; until then it has the former. */
    void writeAtomically(String name, byte[] content) throws IOException;
}
