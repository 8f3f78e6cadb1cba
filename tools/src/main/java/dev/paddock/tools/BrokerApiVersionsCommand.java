package dev.paddock.tools;

import dev.paddock.client.connection.BrokerAddress;
import dev.paddock.client.connection.ClientLoops;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which versions of which APIs each broker understands, and which of them we would use.
 *
 * <p>Differs from Kafka's: it also prints JSON, and it ends with 1 when a broker of the cluster did not answer.
 */
@Command(
        name = "broker-api-versions.sh",
        description = "Shows which versions of which APIs each broker of a cluster understands.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandRunner.Version.class,
        sortOptions = false)
public final class BrokerApiVersionsCommand implements Callable<Integer> {
    @Mixin
    private BootstrapOptions bootstrap;

    @Option(names = "--format", defaultValue = "TEXT", description = "How to print: text (as Kafka does) or json.")
    private Format format;

    @Spec
    private CommandSpec command;

    /** For people, or for programs. */
    enum Format {
        TEXT,
        JSON
    }

    public static void main(String[] args) {
        System.exit(run(args, CommandRunner.writer(System.out), CommandRunner.writer(System.err)));
    }

    static int run(String[] args, PrintWriter out, PrintWriter err) {
        return CommandRunner.run(new BrokerApiVersionsCommand(), args, out, err);
    }

    @Override
    public Integer call() {
        List<BrokerAddress> addresses = bootstrap.addresses();
        ClientConfig config = bootstrap.config();
        List<BrokerVersions> answers;
        try (ClientLoops loops = ClientLoops.startNio(1)) {
            answers = new ClusterVersions(loops, config.settings()).ask(addresses);
        }
        PrintWriter out = command.commandLine().getOut();
        if (format == Format.JSON) {
            BrokerVersionsJson.print(answers, out);
        } else {
            answers.forEach(answer -> BrokerVersionsText.print(answer, out));
        }
        return answers.stream().anyMatch(answer -> answer.error() != null) ? CommandRunner.FAILED : 0;
    }
}
