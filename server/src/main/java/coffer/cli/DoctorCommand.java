package coffer.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Looks at everything a server and its clients need on this machine. Changes nothing.
@Command(
    name = "doctor",
    description = {
      "Check JDK, data directory, ports, server, clock, certificates and HSM modules.",
      "Exits 1 when something must be repaired."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int PORT = 8443;
  private static final int ADMIN_PORT = 8444;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data directory. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "coffer.yaml",
      description = "Configuration with the HSM modules. Default: ${DEFAULT-VALUE}, if there.")
  private Path config = Path.of("coffer.yaml");

  private final Surroundings surroundings;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    PrintStream out = surroundings.terminal().out();
    List<List<String>> rows = new ArrayList<>();
    for (Finding finding : findings) {
      rows.add(List.of(finding.level().word(), finding.what(), finding.saw()));
      if (!finding.advice().isEmpty()) {
        rows.add(List.of("", "", "-> " + finding.advice()));
      }
    }
    out.print(TableText.columns(rows));
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL) ? Cli.FAILED : 0;
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(HostChecks.jdk(Runtime.version().feature()));
    findings.addAll(HostChecks.folder(data));
    Optional<ServerFile> server = Optional.empty();
    try {
      server = ServerFile.find(data);
    } catch (Trouble e) {
      findings.add(
          Finding.fail("server.json", String.valueOf(e.getMessage()), "restart the server"));
    }
    Optional<Long> pid = server.filter(ServerFile::isAlive).flatMap(ServerFile::pid);
    int port = server.map(s -> s.endpoint().getPort()).filter(p -> p > 0).orElse(PORT);
    int adminPort = server.map(ServerFile::adminPort).filter(p -> p > 0).orElse(ADMIN_PORT);
    findings.add(PortChecks.port("port " + port, port, pid));
    findings.add(PortChecks.port("admin port " + adminPort, adminPort, pid));
    server.ifPresent(s -> findings.addAll(new ServerChecks(surroundings.clock()).look(s)));
    if (server.isEmpty()) {
      findings.add(Finding.ok("server", "none has run on " + data + " yet"));
    }
    if (Files.exists(config)) {
      findings.addAll(ModuleChecks.modules(config));
    }
    findings.add(
        HostChecks.tool(
            surroundings.environment(), "mvn", "needed to build: apt-get install maven"));
    findings.add(
        HostChecks.tool(
            surroundings.environment(),
            "softhsm2-util",
            "only for `coffer demo --hsm softhsm`: apt-get install softhsm2"));
    return findings;
  }
}
