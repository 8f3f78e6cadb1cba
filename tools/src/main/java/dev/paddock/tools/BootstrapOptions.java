package dev.paddock.tools;

import dev.paddock.client.connection.BrokerAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that talks to a cluster, with Kafka's names. */
final class BootstrapOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--bootstrap-server",
            required = true,
            paramLabel = "HOST:PORT[,HOST:PORT...]",
            description = "The brokers to ask first; the first that answers is enough.")
    private String bootstrapServers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Settings of the client, one key=value a line.")
    private Path configFile;

    List<BrokerAddress> addresses() {
        List<BrokerAddress> addresses = new ArrayList<>();
        for (String address : bootstrapServers.split(",", -1)) {
            try {
                addresses.add(BrokerAddress.parse(address.trim()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command.commandLine(), "--bootstrap-server: " + e.getMessage(), e);
            }
        }
        return addresses;
    }

    /** Says on stderr which keys of the file have no effect. */
    ClientConfig config() {
        if (configFile == null) {
            return ClientConfig.DEFAULT;
        }
        ClientConfig config = ClientConfig.read(configFile);
        if (!config.ignoredKeys().isEmpty()) {
            command.commandLine()
                    .getErr()
                    .println("WARNING: without effect in " + configFile + ": "
                            + String.join(", ", config.ignoredKeys()));
        }
        return config;
    }
}
