package coffer.bench;

import coffer.cli.BenchSetting;
import coffer.cli.BenchSigner;
import coffer.cli.BenchSigner.Scheme;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is measured of the OpenAPI. Nonces serve once, so these are signed as they are sent; the
/// client pays a few hashes for that, the server nothing.
final class OpenApiSubjects {
  private final BenchSetting setting;
  private final Clock clock;
  private final String run;
  private int runs;

  OpenApiSubjects(BenchSetting setting, Clock clock, SecureRandom random) {
    this.setting = setting;
    this.clock = clock;
    this.run = HexFormat.of().toHexDigits(random.nextLong());
  }

  List<Subject> all() {
    return List.of(
        new Subject("Encrypt", Subject.OPENAPI, KeySpecs.AES, true, () -> byRoot(Scheme.V3)),
        new Subject("Encrypt V1", Subject.OPENAPI, KeySpecs.AES, false, () -> byRoot(Scheme.V1)),
        new Subject(
            "Encrypt (50 policies)", Subject.OPENAPI, KeySpecs.AES, false, () -> byUser(Scheme.V3)),
        new Subject(
            "Encrypt V1 (50 policies)",
            Subject.OPENAPI,
            KeySpecs.AES,
            false,
            () -> byUser(Scheme.V1)),
        creates(KeySpecs.AES),
        creates(KeySpecs.EC.getFirst()),
        creates(KeySpecs.RSA.getFirst()));
  }

  private Subject creates(String spec) {
    return new Subject("CreateKey", Subject.OPENAPI, spec, false, () -> keys(spec));
  }

  private Requests byRoot(Scheme scheme) {
    return encrypts(setting.root(), scheme);
  }

  private Requests byUser(Scheme scheme) {
    return encrypts(setting.user(), scheme);
  }

  private Requests encrypts(BenchSigner signer, Scheme scheme) {
    String key = setting.key(KeySpecs.AES);
    return new OpenApiRequests(
        signer,
        clock,
        scheme,
        "Encrypt",
        fresh(),
        i -> {
          String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Subjects.bytes(i));
          SortedMap<String, String> parameters = new TreeMap<>();
          parameters.put("KeyId", key);
          parameters.put("Plaintext", text);
          return parameters;
        });
  }

  /// New keys, one after the other.
  Requests keys(String spec) {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("DKMSInstanceId", setting.instance());
    parameters.put("KeySpec", spec);
    return new OpenApiRequests(
        setting.root(), clock, Scheme.V3, "CreateKey", fresh(), _ -> parameters);
  }

  /// Tells the nonces of a row from those of others.
  private String fresh() {
    return run + "-" + runs++;
  }
}
