package dev.paddock.broker;

import dev.paddock.broker.config.LogDirSettings;
import dev.paddock.coordinator.zk.ZkSession;
import dev.paddock.log.io.DirectoryOwner;
import dev.paddock.log.io.LogDirectoryException;
import dev.paddock.log.io.LogDirectoryLock;
import dev.paddock.log.io.MetaProperties;
import dev.paddock.log.io.SessionFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's folders: locked while it runs, marked as its own, and the place where it remembers its session. */
final class BrokerFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFolders.class);

    private final List<Path> folders = new ArrayList<>();
    private final Map<Path, IOException> failed = new HashMap<>();
    private final Opened locks = new Opened();
    private final Map<Path, MetaProperties> found = new HashMap<>();
    private final SessionFile sessionFile;

    BrokerFolders(LogDirSettings settings) {
        try {
            for (Path folder : settings.dirs()) {
                take(folder);
            }
            if (folders.isEmpty()) {
                throw new LogDirectoryException("log.dirs: none of them can be used: " + failed.values());
            }
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
        sessionFile = new SessionFile(folders.get(0));
    }

    /** A disk that has failed is no reason for the others not to serve. One that is another broker's is. */
    private void take(Path folder) {
        try {
            locks.add(LogDirectoryLock.acquire(folder));
            MetaProperties.read(folder).ifPresent(meta -> found.put(folder, meta));
            folders.add(folder);
        } catch (LogDirectoryException e) {
            if (!(e.getCause() instanceof IOException cause) || cause instanceof CharacterCodingException) {
                throw e;
            }
            failed.put(folder, cause);
        }
    }

    /** Those that cannot be used, and why. */
    Map<Path, IOException> failed() {
        return failed;
    }

    DirectoryOwner owner(OptionalInt configuredId) {
        return DirectoryOwner.agree(found, configuredId);
    }

    /** Marks every folder that is new, or does not say all of it, as this broker's. */
    void claim(int brokerId, String clusterId) {
        MetaProperties ours = MetaProperties.of(brokerId, clusterId);
        for (Path folder : folders) {
            if (!ours.equals(found.get(folder))) {
                ours.write(folder);
            }
        }
    }

    /** The session of the last run, if that did not end in order. */
    Optional<ZkSession> lastSession() {
        return sessionFile.read().map(session -> new ZkSession(session.id(), session.password()));
    }

    /** What cannot be remembered costs the next start some seconds, and nothing else. */
    void remember(ZkSession session) {
        try {
            sessionFile.write(new SessionFile.Remembered(session.id(), session.password()));
        } catch (IOException e) {
            LOG.warn(
                    "The ZooKeeper session cannot be remembered in {}: after a crash the next start waits for it to end: {}",
                    folders.get(0),
                    e.toString());
        }
    }

    void forgetSession() {
        try {
            sessionFile.delete();
        } catch (IOException e) {
            LOG.warn("The ended ZooKeeper session cannot be forgotten in {}: {}", folders.get(0), e.toString());
        }
    }

    @Override
    public void close() {
        locks.close();
    }
}
