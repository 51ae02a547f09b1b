package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// What the benchmark calls with, made over the OpenAPI by the means of the command line.
@NullMarked
public final class BenchSetting implements AutoCloseable {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Connection connection;
  private final Map<String, String> keys = new LinkedHashMap<>();
  private final ClientKeyFile clientKey;

  private BenchSetting(
      Connection connection,
      List<String> keySpecs,
      Path scratch,
      Clock clock,
      SecureRandom random) {
    this.connection = connection;
    // Not closed: its connection goes on serving here.
    OpenApiClient api = new OpenApiClient(connection, clock, random);
    String instance = connection.instance().orElseThrow(() -> new Trouble("no KMS instance"));
    for (String spec : keySpecs) {
      Map<String, Value> parameters =
          Map.of("KeySpec", Value.of(spec), "DKMSInstanceId", Value.of(instance));
      keys.put(
          spec, Json.text(api.call(Api.KMS, "CreateKey", parameters).path("KeyMetadata"), "KeyId"));
    }
    ApplicationAccess.Wanted wanted =
        new ApplicationAccess.Wanted("bench", instance, List.of("Key/*"), List.of());
    try (SecretBytes password = Passwords.generate(random)) {
      ApplicationAccess.Granted granted =
          new ApplicationAccess(api, new Undo(api)).create(wanted, password);
      Path file = scratch.resolve("client-key.json");
      PrivateFiles.write(file, granted.file().getBytes(StandardCharsets.UTF_8));
      this.clientKey = ClientKeyFile.read(file, password);
    }
  }

  /// Makes a key of each spec, and an access point without network rule that may use them.
  public static BenchSetting make(
      Path data, List<String> keySpecs, Path scratch, Clock clock, SecureRandom random) {
    return new BenchSetting(RemoteOptions.root(data), keySpecs, scratch, clock, random);
  }

  /// Two SoftHSM2 tokens in a folder of their own.
  ///
  /// @param config of a server whose cluster they are
  /// @param environment what the server needs to find them
  public record Tokens(Path config, Map<String, String> environment) {}

  public static Tokens softHsm(Path folder, SecureRandom random) {
    SoftHsm.require(new Narration(Terminal.ofProcess().err(), false));
    SoftHsm made = SoftHsm.make(folder, random);
    return new Tokens(made.config(), made.environment());
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

  public String key(String spec) {
    return keys.getOrDefault(spec, "");
  }

  public String clientKeyId() {
    return clientKey.keyId();
  }

  public PrivateKey clientKey() {
    return clientKey.privateKey();
  }

  /// The headers of an OpenAPI call by the root access key, signed V3.
  public SortedMap<String, String> signed(
      Api api, String action, byte[] form, String date, String nonce) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", FORM);
    headers.put("host", connection.authority());
    headers.put("x-acs-action", action);
    headers.put("x-acs-content-sha256", V3Signature.sha256(form));
    headers.put("x-acs-date", date);
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-version", api.version());
    String authorization =
        V3Signature.authorization(
            connection.accessKeyId(), connection.secret(), "POST", Map.of(), headers, form);
    headers.put("authorization", authorization);
    return headers;
  }

  @Override
  public void close() {
    connection.close();
  }
}
