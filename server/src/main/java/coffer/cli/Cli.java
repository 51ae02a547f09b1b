package coffer.cli;

import coffer.hsm.HsmException;
import coffer.hsm.ModuleError;
import coffer.hsm.TokenTools;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The `coffer` command: one group per API from the registry, the tools of this package, and the
/// local commands that only the process itself can do.
public final class Cli {
  /// Exit codes: done, refused or failed, wrongly asked.
  static final int FAILED = 1;

  private static final int USAGE_WIDTH = 100;

  /// Commands that need the server's own classes, with their subcommands.
  ///
  /// @param version of this build
  public record Local(String version, List<CommandLine> commands) {
    public Local {
      commands = List.copyOf(commands);
    }
  }

  private final Supplier<Operations> operations;
  private final Local local;
  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  /// @param operations asked for only when a command is one of them
  /// @param tools asked for only when a command needs them
  public Cli(
      Supplier<Operations> operations,
      Local local,
      Surroundings surroundings,
      Supplier<TokenTools> tools) {
    this.operations = operations;
    this.local = local;
    this.surroundings = surroundings;
    this.tools = tools;
  }

  /// The exit code.
  public int run(String... args) {
    return commandLine(Reach.of(args)).execute(args);
  }

  /// All commands, for tests.
  public CommandLine commandLine() {
    return commandLine(Reach.all());
  }

  private CommandLine commandLine(Reach reach) {
    CommandSpec root = CommandSpec.create().name("coffer");
    root.version("coffer " + local.version(), "Java " + Runtime.version());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version.")
            .build());
    root.usageMessage()
        .description("A key management service whose keys live in hardware security modules.");
    for (CommandLine command : local.commands()) {
      root.addSubcommand(command.getCommandName(), command);
    }
    root.addSubcommand("demo", new CommandLine(new DemoCommand(surroundings)));
    root.addSubcommand("doctor", new CommandLine(new DoctorCommand(surroundings)));
    root.addSubcommand("client-key", new CommandLine(new ClientKeyCommand(surroundings)));
    root.addSubcommand("hsm", HsmCommand.group(surroundings, tools));
    root.addSubcommand("byok", ByokCommand.line(surroundings, tools));
    root.addSubcommand("completion", new CommandLine(new CompletionCommand(surroundings)));
    root.addSubcommand("manual", new CommandLine(new ManualCommand(surroundings)));
    OperationCommand one = new OperationCommand(surroundings);
    for (Api api : Api.values()) {
      List<Operation<?, ?>> its = reach.into(api) ? reach.among(of(api)) : List.of();
      root.addSubcommand(api.group(), new CommandLine(group(api, its, one)));
    }
    return configured(new CommandLine(root));
  }

  private List<Operation<?, ?>> of(Api api) {
    return operations.get().all().stream().filter(o -> o.api() == api).toList();
  }

  private static CommandSpec group(
      Api api, List<Operation<?, ?>> operations, OperationCommand one) {
    CommandSpec group = CommandSpec.create().name(api.group());
    group.usageMessage().description(description(api));
    for (Operation<?, ?> operation : operations) {
      group.addSubcommand(Kebab.of(operation.name()), new CommandLine(one.of(operation)));
    }
    return group;
  }

  private static String description(Api api) {
    return switch (api) {
      case KMS -> "Keys, access points and instances (OpenAPI).";
      case INSTANCE -> "What applications do with keys (Instance API).";
      case RAM -> "Users, groups, roles and policies (OpenAPI).";
      case STS -> "Who the caller is, and temporary credentials (OpenAPI).";
      case DES -> "HSM clusters and their members (OpenAPI).";
    };
  }

  private CommandLine configured(CommandLine line) {
    line.setOut(new PrintWriter(surroundings.terminal().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(surroundings.terminal().err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpWidth(USAGE_WIDTH);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi()));
    line.setExecutionExceptionHandler((e, _, _) -> explain(e));
    withHelp(line);
    return line;
  }

  private CommandLine.Help.Ansi ansi() {
    return surroundings.terminal().interactive()
            && !surroundings.environment().containsKey("NO_COLOR")
        ? CommandLine.Help.Ansi.ON
        : CommandLine.Help.Ansi.OFF;
  }

  /// `--help` everywhere; a group without a subcommand shows its help and is a usage error.
  private static void withHelp(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    line.getSubcommands().values().forEach(Cli::withHelp);
  }

  private int explain(Exception e) throws Exception {
    switch (e) {
      case Refused refused -> surroundings.terminal().err().println(refused.line());
      case Trouble trouble -> surroundings.terminal().err().println(trouble.getMessage());
      case ModuleError refusal -> surroundings.terminal().err().println(refusal.getMessage());
      case HsmException failure -> surroundings.terminal().err().println(failure.getMessage());
      default -> throw e;
    }
    return FAILED;
  }
}
