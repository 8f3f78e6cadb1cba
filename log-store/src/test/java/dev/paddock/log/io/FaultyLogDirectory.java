package dev.paddock.log.io;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that does its worst on demand. What was not forced is lost in a {@link #crash}: the bytes of files, and
 * creations, renames and deletions in folders. It counts what is open, fails the write that it is told to, and may be full.
 */
// house-style: long class because the disk and its open files share all state
public final class FaultyLogDirectory implements LogDirectory {
    /** A file, whatever its names are. */
    private static final class Node {
        private byte[] bytes = new byte[0];
        private byte[] forced = new byte[0];
        private long modifiedMs;
    }

    /** By name; a folder is a name with null. */
    private Map<String, Node> live = new TreeMap<>();

    private Map<String, Node> forced = new TreeMap<>();
    private long nowMs;
    private long bytesMax = Long.MAX_VALUE;
    private int writesUntilFailure = -1;
    private boolean cutsFail;
    private boolean forcesFail;
    private int crashes;
    private int openCount;
    private int writes;
    private int forces;

    /** A power cut: nothing that was not forced is there any more. Files that are open are of no more use. */
    public synchronized void crash() {
        restart(null);
    }

    /** A power cut after which any part of what was not forced may be there. */
    public synchronized void crash(Random random) {
        restart(random);
    }

    private void restart(Random random) {
        Map<String, Node> after = new TreeMap<>(forced);
        TreeSet<String> changed = new TreeSet<>(live.keySet());
        changed.addAll(forced.keySet());
        for (String name : changed) {
            // Renames are not torn apart: a name is there as it was forced, or as it was last.
            boolean isNew = live.containsKey(name) && !forced.containsKey(name);
            if (random != null && isNew && random.nextBoolean() && hasFolder(after, name)) {
                after.put(name, live.get(name));
            }
        }
        for (Node node : after.values()) {
            if (node != null) {
                node.bytes = random == null ? node.forced.clone() : survivor(node, random);
                node.forced = node.bytes.clone();
            }
        }
        live = after;
        forced = new TreeMap<>(after);
        crashes++;
        openCount = 0;
        bytesMax = Long.MAX_VALUE;
        writesUntilFailure = -1;
        cutsFail = false;
        forcesFail = false;
    }

    private static boolean hasFolder(Map<String, Node> names, String name) {
        return parent(name).isEmpty() || names.containsKey(parent(name));
    }

    private static byte[] survivor(Node node, Random random) {
        byte[] former = node.forced;
        byte[] latest = node.bytes;
        int common = Arrays.mismatch(former, latest);
        if (common < 0) {
            return former.clone();
        }
        if (common < former.length) {
            return (random.nextBoolean() ? former : latest).clone();
        }
        byte[] torn = Arrays.copyOf(latest, common + random.nextInt(latest.length - common + 1));
        // The length may have reached the disk before the bytes did.
        if (torn.length > common && random.nextInt(4) == 0) {
            Arrays.fill(torn, common + random.nextInt(torn.length - common), torn.length, (byte) 0);
        }
        return torn;
    }

    /** All files together get no larger than they are now and so much more. */
    public synchronized void leaveSpace(long bytes) {
        bytesMax = used() + bytes;
    }

    public synchronized void giveSpace() {
        bytesMax = Long.MAX_VALUE;
    }

    /** The next write but so many fails half way. */
    public synchronized void failWriteAfter(int writesBefore) {
        writesUntilFailure = writesBefore;
    }

    public synchronized void failCuts(boolean fail) {
        cutsFail = fail;
    }

    public synchronized void failForces(boolean fail) {
        forcesFail = fail;
    }

    public synchronized int openCount() {
        return openCount;
    }

    public synchronized int writes() {
        return writes;
    }

    public synchronized int forces() {
        return forces;
    }

    /** Changes a byte behind everybody's back, for good. */
    public synchronized void flip(String name, int at, int bits) {
        Node node = node(name);
        node.bytes[at] ^= (byte) bits;
        if (at < node.forced.length) {
            node.forced[at] ^= (byte) bits;
        }
    }

    /** Shortens a file behind everybody's back, for good. */
    public synchronized void cut(String name, int size) {
        Node node = node(name);
        node.bytes = Arrays.copyOf(node.bytes, Math.min(size, node.bytes.length));
        node.forced = Arrays.copyOf(node.forced, Math.min(size, node.forced.length));
    }

    public synchronized byte[] content(String name) {
        return node(name).bytes.clone();
    }

    private Node node(String name) {
        Node node = live.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no file " + name + " among " + live.keySet());
        }
        return node;
    }

    private long used() {
        return live.values().stream()
                .filter(node -> node != null)
                .mapToLong(node -> node.bytes.length)
                .sum();
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    @Override
    public Path path() {
        return Path.of("faulty");
    }

    @Override
    public synchronized LogFile open(String name) throws IOException {
        if (!live.containsKey(name)) {
            if (!hasFolder(live, name)) {
                throw new NoSuchFileException(name);
            }
            Node node = new Node();
            node.modifiedMs = nowMs;
            live.put(name, node);
        }
        return openExisting(name);
    }

    @Override
    public synchronized LogFile openExisting(String name) throws IOException {
        Node node = existing(name);
        openCount++;
        return new File(name, node, crashes);
    }

    private Node existing(String name) throws NoSuchFileException {
        Node node = live.get(name);
        if (node == null) {
            throw new NoSuchFileException(name);
        }
        return node;
    }

    @Override
    public synchronized boolean isFolder(String name) {
        return exists(name) && live.get(name) == null;
    }

    @Override
    public synchronized boolean exists(String name) {
        return name.isEmpty() || live.containsKey(name);
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return existing(name).bytes.length;
    }

    @Override
    public synchronized long lastModifiedMs(String name) throws IOException {
        return existing(name).modifiedMs;
    }

    @Override
    public synchronized void lastModifiedMs(String name, long timeMs) throws IOException {
        existing(name).modifiedMs = timeMs;
    }

    @Override
    public synchronized List<String> list(String folder) throws IOException {
        if (!folder.isEmpty() && !live.containsKey(folder)) {
            throw new NoSuchFileException(folder);
        }
        return children(live, folder).stream()
                .map(name -> folder.isEmpty() ? name : name.substring(folder.length() + 1))
                .toList();
    }

    private static List<String> children(Map<String, Node> names, String folder) {
        return names.keySet().stream()
                .filter(name -> parent(name).equals(folder))
                .toList();
    }

    @Override
    public synchronized void createFolder(String folder) {
        if (!folder.isEmpty() && !live.containsKey(folder)) {
            createFolder(parent(folder));
            live.put(folder, null);
        }
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        if (!live.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        if (live.containsKey(to) && live.get(to) == null && !children(live, to).isEmpty()) {
            throw new DirectoryNotEmptyException(to);
        }
        live.put(to, live.remove(from));
        move(live, from, to);
        // What is in a folder goes with it, on the disk too.
        if (live.get(to) == null && forced.containsKey(from)) {
            forced.put(to, forced.remove(from));
            move(forced, from, to);
        }
    }

    private static void move(Map<String, Node> names, String from, String to) {
        Map<String, Node> moved = new HashMap<>();
        for (String name : List.copyOf(names.keySet())) {
            if (name.startsWith(from + "/")) {
                moved.put(to + name.substring(from.length()), names.remove(name));
            }
        }
        names.putAll(moved);
    }

    @Override
    public synchronized void delete(String name) {
        live.remove(name);
    }

    @Override
    public synchronized void deleteFolder(String folder) {
        if (folder.isEmpty()) {
            throw new IllegalArgumentException("not the directory itself");
        }
        live.keySet().removeIf(name -> name.equals(folder) || name.startsWith(folder + "/"));
    }

    @Override
    public synchronized void forceFolder(String folder) throws IOException {
        if (!folder.isEmpty() && !live.containsKey(folder)) {
            throw new NoSuchFileException(folder);
        }
        failIfForcesFail(folder);
        forced.keySet().removeIf(name -> parent(name).equals(folder) && !live.containsKey(name));
        for (String name : children(live, folder)) {
            forced.put(name, live.get(name));
        }
    }

    private void failIfForcesFail(String name) throws IOException {
        forces++;
        if (forcesFail) {
            throw new IOException(name + ": told to fail when forced");
        }
    }

    @Override
    public synchronized byte[] read(String name, int most) throws IOException {
        byte[] bytes = existing(name).bytes;
        if (bytes.length > most) {
            throw new IOException(name + " has " + bytes.length + " bytes, more than " + most);
        }
        return bytes.clone();
    }

    @Override
    public synchronized void writeAtomically(String name, byte[] content) throws IOException {
        if (!hasFolder(live, name)) {
            throw new NoSuchFileException(name);
        }
        failIfForcesFail(name);
        Node node = new Node();
        node.bytes = content.clone();
        node.forced = content.clone();
        node.modifiedMs = nowMs;
        live.put(name, node);
        forced.put(name, node);
    }

    @Override
    public String toString() {
        return "faulty directory";
    }

    /** An open one. */
    private final class File implements LogFile {
        private final String name;
        private final Node node;
        private final int openedInLife;
        private boolean isClosed;
        private boolean isTorn;

        File(String name, Node node, int openedInLife) {
            this.name = name;
            this.node = node;
            this.openedInLife = openedInLife;
        }

        private void check() throws IOException {
            if (isClosed || openedInLife != crashes) {
                throw new IOException(name + (isClosed ? " is closed" : " was opened before the crash"));
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (FaultyLogDirectory.this) {
                check();
                return node.bytes.length;
            }
        }

        @Override
        public void append(ByteBuf bytes) throws IOException {
            synchronized (FaultyLogDirectory.this) {
                check();
                if (isTorn) {
                    throw new TornFileException(name + " is torn", null);
                }
                writes++;
                int before = node.bytes.length;
                boolean fails = writesUntilFailure == 0;
                writesUntilFailure = Math.max(-1, writesUntilFailure - 1);
                boolean isFull = used() + bytes.readableBytes() > bytesMax;
                int length = fails || isFull ? bytes.readableBytes() / 2 : bytes.readableBytes();
                node.bytes = Arrays.copyOf(node.bytes, before + length);
                bytes.getBytes(bytes.readerIndex(), node.bytes, before, length);
                node.modifiedMs = ++nowMs;
                if (fails || isFull) {
                    cutOff(before);
                    throw isFull
                            ? new DiskFullException(name + ": no space left", null)
                            : new IOException(name + ": told to fail");
                }
            }
        }

        private void cutOff(int before) throws TornFileException {
            if (cutsFail) {
                isTorn = true;
                throw new TornFileException(name + ": told to fail at cutting off", null);
            }
            node.bytes = Arrays.copyOf(node.bytes, before);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (FaultyLogDirectory.this) {
                check();
                int left = (int) Math.min(into.remaining(), node.bytes.length - position);
                if (left <= 0) {
                    return into.hasRemaining() ? -1 : 0;
                }
                into.put(node.bytes, (int) position, left);
                return left;
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyLogDirectory.this) {
                check();
                if (size < node.bytes.length) {
                    node.bytes = Arrays.copyOf(node.bytes, (int) size);
                    node.modifiedMs = ++nowMs;
                }
                isTorn = false;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyLogDirectory.this) {
                check();
                failIfForcesFail(name);
                node.forced = node.bytes.clone();
            }
        }

        @Override
        public FileChannel channel() {
            return null;
        }

        @Override
        public void close() {
            synchronized (FaultyLogDirectory.this) {
                if (!isClosed && openedInLife == crashes) {
                    openCount--;
                }
                isClosed = true;
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
