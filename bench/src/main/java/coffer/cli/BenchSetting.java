package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// What the benchmark calls with, made over the OpenAPI by the means of the command line.
@NullMarked
public final class BenchSetting implements AutoCloseable {
  private final Connection connection;
  private final OpenApiClient api;
  private final String instance;
  private final Map<String, String> keys = new HashMap<>();
  private final ClientKeyFile clientKey;
  private final String name;
  private Optional<BenchSigner> user = Optional.empty();

  private BenchSetting(
      Connection connection, String name, Path scratch, Clock clock, SecureRandom random) {
    this.connection = connection;
    this.name = name;
    this.api = new OpenApiClient(connection, clock, random);
    this.instance = connection.instance().orElseThrow(() -> new Trouble("no KMS instance"));
    ApplicationAccess.Wanted wanted =
        new ApplicationAccess.Wanted(name, instance, List.of("Key/*"), List.of());
    try (SecretBytes password = Passwords.generate(random)) {
      ApplicationAccess.Granted granted =
          new ApplicationAccess(api, new Undo(api)).create(wanted, password);
      Path file = scratch.resolve(name + ".json");
      PrivateFiles.write(file, granted.file().getBytes(StandardCharsets.UTF_8));
      this.clientKey = ClientKeyFile.read(file, password);
    }
  }

  /// Makes an access point without network rule that may use every key.
  ///
  /// @param name of the access point, new there
  /// @param scratch where its client key goes
  public static BenchSetting make(
      Path data, String name, Path scratch, Clock clock, SecureRandom random) {
    return new BenchSetting(RemoteOptions.root(data), name, scratch, clock, random);
  }

  /// Two tokens in a folder of their own.
  ///
  /// @param config of a server whose cluster they are
  /// @param environment what the server needs to find them
  /// @param initArguments what their module needs; empty for nothing
  /// @param token label of one of them
  /// @param pin file with its PIN
  public record Tokens(
      Path config,
      Map<String, String> environment,
      Path module,
      String initArguments,
      String token,
      Path pin) {}

  public static Tokens softHsm(Path folder, SecureRandom random) {
    SoftHsm.require(new Narration(Terminal.ofProcess().err(), false));
    SoftHsm made = SoftHsm.make(folder, random);
    return new Tokens(
        made.config(),
        made.environment(),
        SoftHsm.module(),
        "",
        SoftHsm.label(0),
        folder.resolve("kmsuser.pin"));
  }

  public static Tokens nss(Path folder, SecureRandom random) {
    Nss made = Nss.make(folder, random);
    return new Tokens(
        made.config(), Map.of(), made.module(), made.initArguments(), made.token(), made.pin());
  }

  public URI endpoint() {
    return connection.endpoint();
  }

  public String authority() {
    return connection.authority();
  }

  public Path ca() {
    return connection.ca();
  }

  public String instance() {
    return instance;
  }

  /// A key of this spec, made at the first use. RSA keys both encrypt and sign.
  public String key(String spec) {
    return keys.computeIfAbsent(spec, this::create);
  }

  private String create(String spec) {
    Map<String, Value> parameters = new HashMap<>();
    parameters.put("KeySpec", Value.of(spec));
    parameters.put("DKMSInstanceId", Value.of(instance));
    if (spec.startsWith("RSA_")) {
      parameters.put("KeyUsage", Value.of("ENCRYPT/DECRYPT"));
      parameters.put("SecondaryKeyUsage", Value.of("SIGN/VERIFY"));
    }
    return Json.text(api.call(Api.KMS, "CreateKey", parameters).path("KeyMetadata"), "KeyId");
  }

  public String clientKeyId() {
    return clientKey.keyId();
  }

  public PrivateKey clientKey() {
    return clientKey.privateKey();
  }

  /// The account itself.
  public BenchSigner root() {
    return new BenchSigner(connection.authority(), connection.accessKeyId(), connection.secret());
  }

  /// A user with many policies, made at the first use.
  public BenchSigner user() {
    BenchSigner made =
        user.orElseGet(() -> BenchUser.make(api, connection.authority(), name + "-user"));
    user = Optional.of(made);
    return made;
  }

  @Override
  public void close() {
    user.ifPresent(it -> it.secret().close());
    api.close();
  }
}
