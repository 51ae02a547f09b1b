package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Short forms around client keys: what the console's one dialog does.
@Command(name = "client-key", description = "Connect an application, and disconnect it.")
final class ClientKeyCommand {
  private final Surroundings surroundings;

  ClientKeyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Command(
      name = "create",
      description = {
        "Connect an application, and write the files it needs.",
        "Creates network rule, policy, access point and client key in turn, all or nothing,",
        "and prints code that uses them."
      })
  int create(
      @Mixin RemoteOptions remote,
      @Option(
              names = "--name",
              paramLabel = "APP",
              required = true,
              description = "Name of the application's access point.")
          String name,
      @Option(
              names = "--resources",
              paramLabel = "RESOURCE",
              split = ",",
              defaultValue = "Key/*",
              description = "Keys it may use: Key/* or Key/<id>. Default: ${DEFAULT-VALUE}.")
          List<String> resources,
      @Option(
              names = "--network",
              paramLabel = "CIDR",
              split = ",",
              description = "Addresses it may call from. Default: any.")
          @Nullable List<String> networks,
      @Option(
              names = "--instance",
              paramLabel = "ID",
              description = "KMS instance. Default: the server's own, or the only one.")
          Optional<String> instance,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              required = true,
              description = "Where the files go.")
          Path out) {
    Connection connection = remote.connection(surroundings);
    try (OpenApiClient api =
        new OpenApiClient(connection, surroundings.clock(), surroundings.random())) {
      String id = KmsInstances.choose(api, instance, connection.instance());
      ApplicationAccess.Wanted wanted =
          new ApplicationAccess.Wanted(
              name, id, resources, networks == null ? List.of() : networks);
      ClientKeyFiles files = create(api, wanted, out);
      explain(connection.hostAndPort(), wanted, files);
    }
    return 0;
  }

  @Command(
      name = "delete",
      description = {
        "Delete a client key.",
        "Its application is refused at once.",
        "The access point, its policy and its network rule stay."
      })
  int delete(
      @Mixin RemoteOptions remote,
      @Parameters(paramLabel = "ID", description = "The client key's id, KAAP.…") String id) {
    try (OpenApiClient api =
        new OpenApiClient(
            remote.connection(surroundings), surroundings.clock(), surroundings.random())) {
      api.call(Api.KMS, "DeleteClientKey", Map.of("ClientKeyId", Value.of(id)));
    }
    surroundings.terminal().out().println("Client key " + id + " is deleted.");
    return 0;
  }

  /// Whatever can fail without the service having made anything is tried first.
  private ClientKeyFiles create(OpenApi api, ApplicationAccess.Wanted wanted, Path out) {
    Path folder = out.toAbsolutePath().normalize();
    PrivateFiles.folder(folder);
    String ca = ca(api, wanted.instance());
    Undo undo = new Undo(api);
    try (SecretBytes password = Passwords.generate(surroundings.random())) {
      ApplicationAccess.Granted granted = new ApplicationAccess(api, undo).create(wanted, password);
      try {
        return ClientKeyFiles.write(folder, granted, password, wanted.instance(), ca);
      } catch (Trouble e) {
        List<String> left = undo.run();
        throw new Trouble(
            e.getMessage()
                + "\nThe key cannot be downloaded again, so everything is deleted"
                + (left.isEmpty() ? "." : " but: " + String.join("; ", left)),
            e);
      }
    }
  }

  static String ca(OpenApi api, String instance) {
    String pem = Json.text(KmsInstances.get(api, instance), "CaCertificateChainPem");
    try {
      TrustedCa.parse(pem.getBytes(StandardCharsets.UTF_8));
      return pem;
    } catch (GeneralSecurityException e) {
      throw new Trouble("Instance " + instance + " tells no CA certificate", e);
    }
  }

  private void explain(String endpoint, ApplicationAccess.Wanted wanted, ClientKeyFiles files) {
    PrintStream out = surroundings.terminal().out();
    out.println(
        "Application "
            + wanted.name()
            + " may use "
            + String.join(", ", wanted.resources())
            + " of instance "
            + wanted.instance()
            + ", from "
            + (wanted.networks().isEmpty() ? "any address" : String.join(", ", wanted.networks()))
            + ".");
    out.println();
    out.print(
        TableText.columns(
            List.of(
                List.of("Client key", files.clientKey().toString()),
                List.of("Password", files.password().toString()),
                List.of("CA certificate", files.ca().toString()))));
    out.println();
    out.println("The client key and its password cannot be downloaded again. Keep them apart.");
    out.println();
    out.print(SdkCode.of(endpoint, files));
  }
}
