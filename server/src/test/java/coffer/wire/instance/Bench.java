package coffer.wire.instance;

import coffer.access.ClientKeys;
import coffer.access.Principal;
import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.model.AccessPointName;
import coffer.model.ClientKeyId;
import coffer.model.KmsInstanceId;
import coffer.operations.Account;
import coffer.operations.FairUse;
import coffer.operations.FairUseLimits;
import coffer.operations.Pipeline;
import coffer.operations.Services;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A wire over test operations, and a client that signs as the official ones do.
final class Bench {
  static final String CLIENT_KEY = "KAAP.11111111-2222-3333-4444-555555555555";
  static final Instant NOW = Instant.parse("2026-11-21T16:51:00Z");
  private static final KeyPair PAIR = pair();

  final TestOperations operations = new TestOperations();
  final List<AuditEvent> audited = new ArrayList<>();
  final InstanceWire wire;

  Bench() {
    this(PAIR.getPublic(), NOW);
  }

  Bench(PublicKey key, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    AuditSink audit =
        new AuditSink() {
          @Override
          public void record(AuditEvent event) {
            audited.add(event);
          }

          @Override
          public void recordDurably(AuditEvent event) {
            audited.add(event);
          }

          @Override
          public void recordRefusal(AuditEvent event) {
            audited.add(event);
          }
        };
    Pipeline pipeline =
        new Pipeline(
            services(clock),
            (_, _, _, _) -> {},
            audit,
            (_, _, _) -> {},
            new FairUse(FairUseLimits.NONE));
    wire = new InstanceWire(operations.all(), pipeline, keys(key), clock, RsaSignatures.byJdk());
  }

  @SuppressWarnings("NullAway") // these operations use none of the rules
  private static Services services(Clock clock) {
    Account account = new Account("cn-hangzhou", "1234567890123456");
    return new Services(
        account, clock, null, null, null, null, null, null, null, null, null, null, null, () -> "",
        null, null);
  }

  static ClientKeys keys(PublicKey key) {
    ClientKeys.Valid valid =
        new ClientKeys.Valid(
            new Principal.Application(
                new AccessPointName("app"),
                new ClientKeyId(CLIENT_KEY),
                new KmsInstanceId("kst-hzz6674e7fbw3nuac6a7")),
            key);
    return (id, _) -> id.equals(CLIENT_KEY) ? Optional.of(valid) : Optional.empty();
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicKey publicKey() {
    return PAIR.getPublic();
  }

  /// Lower-case headers as a client sends them, signed; `extra` ones win.
  static Map<String, String> signed(String name, byte[] body, Map<String, String> extra) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("accept", "application/x-protobuf");
    headers.put("host", "localhost:8443");
    headers.put("content-type", "application/x-protobuf");
    headers.put("content-sha256", sha256(body));
    headers.put("date", date(NOW));
    headers.put("x-kms-apiversion", "dkms-gcs-0.2");
    headers.put("x-kms-apiname", name);
    headers.put("x-kms-signaturemethod", "RSA_PKCS1_SHA_256");
    headers.put("x-kms-acccesskeyid", CLIENT_KEY);
    headers.putAll(extra);
    headers.put("authorization", "Bearer " + sign(headers));
    return headers;
  }

  static String date(Instant at) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT)
        .format(ZonedDateTime.ofInstant(at, ZoneOffset.UTC));
  }

  private static String sign(Map<String, String> headers) {
    StringBuilder text = new StringBuilder("POST\n");
    text.append(headers.get("content-sha256")).append('\n');
    text.append(headers.get("content-type")).append('\n');
    text.append(headers.get("date")).append('\n');
    headers.forEach((name, value) -> {
      if (name.startsWith("x-kms-")) {
        text.append(name).append(':').append(value).append('\n');
      }
    });
    text.append('/');
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(PAIR.getPrivate());
      signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  FakeCall send(String method, Map<String, String> headers, byte[] body) {
    return send(new FakeCall(method, List.copyOf(headers.entrySet()), body));
  }

  FakeCall send(FakeCall call) {
    wire.handle(call);
    return call;
  }

  FakeCall post(String name, byte[] body) {
    return send("POST", signed(name, body, Map.of()), body);
  }
}
