package coffer.wire.openapi;

import coffer.access.Principal;
import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.model.AccessKeyId;
import coffer.model.ErrorCode;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Account;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.FairUse;
import coffer.operations.FairUseLimits;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Pipeline;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A service of three small operations behind the wire, at a time of the test's choosing.
final class TestService {
  static final String DATE = "2024-01-02T03:04:05Z";

  Instant now = Instant.parse(DATE);
  boolean auditFails;
  final List<AuditEvent> audited = new ArrayList<>();
  final List<SecretBytes> secrets = new ArrayList<>();
  final OpenApiWire wire;

  record EncryptRequest(
      String keyId,
      SecretBytes plaintext,
      Optional<Map<String, String>> encryptionContext,
      Optional<KeySpec> keySpec,
      @Doc(value = "Instance.", name = "DKMSInstanceId") Optional<String> instance) {}

  record EncryptAnswer(
      String keyId, SecretBytes plaintext, Optional<Map<String, String>> encryptionContext) {}

  record DescribeRequest(KeyId keyId) {}

  record DescribeAnswer(KeyId keyId, Keys keys) {}

  record Keys(List<Row> key) {}

  record Row(String name, boolean primary, Instant created) {}

  record Nothing() {}

  TestService() {
    this(SignatureRules.DEFAULT);
  }

  TestService(SignatureRules rules) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    AuditSink sink =
        new AuditSink() {
          @Override
          public void record(AuditEvent event) {
            if (auditFails) {
              throw new IllegalStateException("disk full");
            }
            audited.add(event);
          }

          @Override
          public void recordDurably(AuditEvent event) {
            record(event);
          }

          @Override
          public void recordRefusal(AuditEvent event) {
            record(event);
          }
        };
    Pipeline pipeline =
        new Pipeline(
            services(clock),
            (_, _, _, _) -> {},
            sink,
            (_, _, _) -> {},
            new FairUse(FairUseLimits.NONE));
    this.wire = new OpenApiWire(operations(), pipeline, TestService::key, clock, rules);
  }

  @SuppressWarnings("NullAway") // these operations use none of the rules
  private static Services services(Clock clock) {
    Account account = new Account("cn-hangzhou", "1234567890123456");
    return new Services(
        account, clock, null, null, null, null, null, null, null, null, null, null, null, () -> "",
        null, null);
  }

  private static Optional<AccessKeys.SigningKey> key(String id) {
    boolean active = !id.equals("disableddisabled");
    if (!id.equals(TestSigner.KEY) && !id.equals("testid") && active) {
      return Optional.empty();
    }
    Principal principal = new Principal.Root("1234567890123456", new AccessKeyId(TestSigner.KEY));
    SecretBytes secret = SecretBytes.owning(TestSigner.SECRET.getBytes(StandardCharsets.UTF_8));
    return Optional.of(new AccessKeys.SigningKey(principal, secret, active));
  }

  private Operations operations() {
    return new Operations(
        List.of(
            new Operation<>(
                Api.KMS,
                "Encrypt",
                "",
                EncryptRequest.class,
                EncryptAnswer.class,
                Operation.Kind.CRYPTO,
                Set.of(),
                (_, _, _) -> new Target.Service(),
                (_, call) -> encrypt(call.request()),
                (_, _) -> true),
            Operation.of(
                Api.KMS,
                "DescribeKey",
                "",
                DescribeRequest.class,
                DescribeAnswer.class,
                Operation.Kind.READ,
                Set.of(ErrorCode.KEY_NOT_FOUND),
                (_, _, _) -> new Target.Service(),
                (_, call) -> describe(call.request())),
            Operation.of(
                Api.DES,
                "ListClusters",
                "",
                Nothing.class,
                Nothing.class,
                Operation.Kind.READ,
                Set.of(),
                (_, _, _) -> new Target.Service(),
                (_, _) -> new Nothing())));
  }

  private EncryptAnswer encrypt(EncryptRequest request) {
    SecretBytes echo = request.plaintext().copy();
    secrets.add(request.plaintext());
    secrets.add(echo);
    return new EncryptAnswer(request.keyId(), echo, request.encryptionContext());
  }

  private static DescribeAnswer describe(DescribeRequest request) {
    if (request.keyId().value().endsWith("0")) {
      throw new KmsException(ErrorCode.KEY_NOT_FOUND);
    }
    return new DescribeAnswer(
        request.keyId(),
        new Keys(
            List.of(
                new Row("a<b>&", true, Instant.parse("2024-01-02T03:04:05.678Z")),
                new Row("", false, Instant.EPOCH))));
  }

  TestCall send(TestCall call) {
    wire.handle(call);
    return call;
  }

  AuditEvent lastAudited() {
    return audited.getLast();
  }
}
