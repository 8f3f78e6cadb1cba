package dev.paddock.log.recovery;

import dev.paddock.log.io.LogDirectory;
import dev.paddock.log.segment.LogSegment;
import dev.paddock.log.segment.SegmentContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what the last run left half done in a partition's folder: deletions and compactions. Blocks. */
final class FolderCleaning {
    private static final Logger LOG = LoggerFactory.getLogger(FolderCleaning.class);

    private final SegmentContext context;
    private final LogDirectory directory;
    private final String folder;

    FolderCleaning(SegmentContext context) {
        this.context = context;
        directory = context.directory();
        folder = context.folder();
    }

    /** Returns what is there afterwards. */
    FolderContent run() throws IOException {
        FolderContent content = FolderContent.of(directory.list(folder));
        List<String> unwanted = new ArrayList<>(content.leftovers());
        boolean changed = !content.swaps().isEmpty();
        if (changed) {
            completeSwaps(content);
        }
        // The rest of a swap whose log file is in place already: its indexes are built anew.
        content.swapFiles().stream().filter(name -> !hasLog(content, name)).forEach(unwanted::add);
        delete(unwanted);
        FolderContent cleaned = unwanted.isEmpty() && !changed ? content : FolderContent.of(directory.list(folder));
        delete(cleaned.orphans());
        return cleaned;
    }

    private static boolean hasLog(FolderContent content, String swapFile) {
        return content.swaps().contains(Long.parseLong(swapFile.substring(0, 20)));
    }

    private void delete(List<String> names) throws IOException {
        for (String name : names) {
            LOG.info("{}/{}: deleting {}, which the last run left over", directory.path(), folder, name);
            directory.delete(folder + "/" + name);
        }
    }

    /** All that the new segments were made from goes: it lies between the first one's beginning and the last one's end. */
    private void completeSwaps(FolderContent content) throws IOException {
        List<LogSegment> fresh = new ArrayList<>();
        long end = 0;
        for (long base : content.swaps()) {
            String name = folder + "/" + "%020d.log.swap".formatted(base);
            LogSegment segment = LogSegment.known(context, base, directory.size(name), ".swap");
            fresh.add(segment);
            end = Math.max(end, segment.readNextOffset());
        }
        for (long base : content.segments()) {
            if (base >= content.swaps().first() && base < end) {
                LogSegment.known(context, base, 0).delete();
            }
        }
        for (LogSegment segment : fresh) {
            LOG.info("{}/{}: putting the compacted {} in its place", directory.path(), folder, segment);
            segment.rename("");
            segment.close();
        }
        directory.forceFolder(folder);
    }
}
