package coffer.cli;

import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenTools;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `coffer byok`: a key from the custodian's HSM into the service, in one command.
@Command(
    name = "byok",
    description = {
      "Bring an AES key from your own HSM into an EXTERNAL key of the service.",
      "Generates it there, wraps it under the service's wrapping key, imports it, writes a receipt.",
      "Interrupted, it goes on where it was; nothing secret is written to disk."
    })
final class ByokCommand implements Callable<Integer> {
  private static final String RECEIPT = "receipt.json";

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  @Mixin private LoginOptions login = new LoginOptions();
  @Mixin private RemoteOptions remote = new RemoteOptions();
  @Mixin private Output output = new Output();

  @Option(
      names = "--key-id",
      paramLabel = "KEY",
      description = "The key that waits for material: id, alias or ARN.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--hsm-key",
      paramLabel = "OBJECT",
      description = "An AES key of the token, by label or id:HEX. Default: a new one.")
  private Optional<String> existing = Optional.empty();

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "Label of the new key in the token. Default: the key's id.")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--algorithm",
      paramLabel = "oaep-sha256|oaep-sha1|pkcs1",
      description = "Default: oaep-sha256, or oaep-sha1 where the module lacks that.")
  private Optional<String> algorithm = Optional.empty();

  @Option(
      names = "--valid-until",
      paramLabel = "DATE",
      description =
          "When the service forgets the material: a date or a time in UTC. Default: never.")
  private Optional<String> validUntil = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "For progress and receipt. Default: byok-KEY.")
  private Optional<Path> out = Optional.empty();

  private ByokCommand(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  static CommandLine line(Surroundings surroundings, Supplier<TokenTools> tools) {
    ByokCommand command = new ByokCommand(surroundings, tools);
    return new CommandLine(command).addSubcommand(new CommandLine(command.new Verify()));
  }

  @Override
  public Integer call() {
    String wanted = new Question(surroundings.terminal()).text(keyId, "Key id", "--key-id KEY");
    Optional<Instant> expires = validUntil.map(ByokCommand::instant);
    Optional<ByokAlgorithm> chosen = algorithm.map(ByokAlgorithm::named);
    Connection connection = remote.connection(surroundings);
    try (OpenApiClient api =
        new OpenApiClient(connection, surroundings.clock(), surroundings.random())) {
      ByokKms kms = new ByokKms(api);
      ByokKms.Expecting expecting = kms.expecting(wanted);
      Path folder = out.orElse(Path.of("byok-" + expecting.keyId())).toAbsolutePath().normalize();
      ByokProgress progress = ByokProgress.open(folder, expecting.keyId());
      String name = label.or(() -> progress.text("ObjectLabel")).orElse(expecting.keyId());
      ByokCeremony.Choice choice = new ByokCeremony.Choice(existing, name, chosen, expires);
      bring(kms, expecting, progress, choice, folder);
    }
    return 0;
  }

  private void bring(
      ByokKms kms,
      ByokKms.Expecting expecting,
      ByokProgress progress,
      ByokCeremony.Choice choice,
      Path folder) {
    Path file = folder.resolve(RECEIPT);
    if (Files.exists(file)) {
      throw new Trouble(
          "This ceremony is over; its receipt is " + file + ". Another needs another --out");
    }
    try (TokenSession session = login.open(surroundings, tools.get())) {
      TokenObject key =
          new ByokCeremony(kms, session, progress, choice, surroundings).perform(expecting);
      String custodian = ByokReceipt.custodian(session.slot(), key, progress);
      ObjectNode receipt =
          ByokReceipt.of(custodian, kms.receipt(expecting.keyId(), ByokReceipt.hash(custodian)));
      PrivateFiles.write(file, Json.pretty(receipt).getBytes(StandardCharsets.UTF_8));
      surroundings.terminal().err().println("Receipt: " + file);
      output.show(ByokReceipt.readable(receipt), surroundings.terminal());
    }
  }

  private static Instant instant(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new Trouble("--valid-until takes 2030-01-31 or 2030-01-31T12:00:00Z", e);
    }
  }

  /// `coffer byok verify`
  @Command(
      name = "verify",
      description = {
        "Check a receipt offline: its signature, and that it belongs to a CA you trust.",
        "Shows apart what the service states and what the tool read in the custodian's HSM."
      })
  private final class Verify implements Callable<Integer> {
    @Option(
        names = "--ca",
        paramLabel = "FILE",
        required = true,
        description = "The service CA: ca.pem of the server's data directory.")
    private Path ca = Path.of("");

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "RECEIPT", description = "receipt.json")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      PrintStream err = surroundings.terminal().err();
      try {
        TrustedCa trusted = TrustedCa.parse(InputFile.read(ca, ByokVerification.BYTES_MAX));
        JsonNode receipt =
            new ByokVerification(trusted.certificates())
                .check(InputFile.read(file, ByokVerification.BYTES_MAX));
        err.println("The receipt is genuine.");
        output.show(ByokReceipt.readable(receipt), surroundings.terminal());
        return 0;
      } catch (GeneralSecurityException e) {
        err.println(file + " is not to be trusted: " + e.getMessage());
        return Cli.FAILED;
      }
    }
  }
}
