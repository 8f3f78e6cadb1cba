package dev.paddock.broker;

import dev.paddock.broker.config.BrokerSettings;
import dev.paddock.broker.config.InvalidSettingException;
import dev.paddock.broker.config.StartCommandLine;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's process: reads the settings, runs one broker until SIGTERM or SIGINT, and then ends with 0. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) {
        StartCommandLine commandLine = StartCommandLine.parse(args);
        if (commandLine instanceof StartCommandLine.Start start) {
            run(start);
        } else if (commandLine instanceof StartCommandLine.Exit exit) {
            (exit.code() == 0 ? System.out : System.err).println(exit.text());
            Process.end(exit.code());
        }
    }

    private static void run(StartCommandLine.Start start) {
        try {
            BrokerSettings settings = BrokerSettings.load(start.file(), start.overrides());
            settings.report().logTo(LOG);
            Opened opened = new Opened();
            // A signal also ends a start that waits: for ZooKeeper, or for an old session to end.
            Process.closeAtSignal(opened);
            Broker broker = opened.add(Broker.start(settings));
            var unused = broker.failure().thenRun(() -> Process.closeAfterFailure(opened));
        } catch (IOException | InvalidSettingException | BrokerStartException e) {
            LOG.error("The broker does not start: {}", e.getMessage());
            Process.end(1);
        } catch (RuntimeException e) {
            LOG.error("The broker does not start", e);
            Process.end(1);
        }
    }
}
