package coffer.wire.openapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.operations.House;
import coffer.operations.catalog.Catalog;
import coffer.operations.sts.AssumeRole;
import coffer.ram.AccessKeys;
import coffer.ram.Attachments;
import coffer.ram.Roles;
import coffer.ram.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Credentials of AssumeRole under each signature, with their token, with another's, and too late.
class TemporaryCredentialsTest {
  private static final RoleName WORKER = new RoleName("worker");
  private static final String ARN = "acs:ram::" + House.ACCOUNT.id() + ":role/worker";

  @TempDir static Path directory;
  private static House house;
  private static OpenApiWire wire;
  private static int nonces;

  @BeforeAll
  static void build() {
    house = new House(directory);
    wire =
        new OpenApiWire(
            Catalog.all(), house.pipeline, house.ram, house.clock, SignatureRules.DEFAULT);
    String trust =
        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
            + "{\"RAM\":[\"acs:ram::"
            + House.ACCOUNT.id()
            + ":root\"]}}]}";
    house
        .ram
        .roles()
        .create(
            WORKER,
            trust,
            new Roles.Profile("", Optional.of(trust), Optional.empty(), Optional.empty()));
    house
        .ram
        .attachments()
        .attach(
            new PolicyRef(PolicyType.SYSTEM, new PolicyName("AliyunKMSReadOnlyAccess")),
            new Attachments.Holder.OfRole(WORKER));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private record Temporary(String id, String secret, String token) {}

  private static Temporary assume(Optional<String> policy) {
    AssumeRole.Answer answer =
        house.pipeline.call(
            House.root(),
            AssumeRole.OPERATION,
            new AssumeRole.Request(ARN, "night-shift", Optional.of(900), policy, Optional.empty()));
    AssumeRole.Credentials made = answer.credentials();
    String secret = made.accessKeySecret().use(bytes -> new String(bytes, US_ASCII));
    made.accessKeySecret().close();
    return new Temporary(made.accessKeyId(), secret, made.securityToken());
  }

  private static TestCall v3(String action, Temporary with, String token) {
    TestCall call =
        TestSigner.v3(
            action,
            Map.of(),
            "t" + nonces++,
            house.clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    if (!token.isEmpty()) {
      call.header("x-acs-security-token", token);
    }
    return TestSigner.sign(
        call.without("authorization"),
        call.query,
        "ACS3-HMAC-SHA256",
        with.id(),
        "",
        with.secret());
  }

  private static JsonNode send(TestCall call, int status) {
    wire.handle(call);
    assertThat(call.status).as(call.text()).isEqualTo(status);
    return JsonMapper.shared().readTree(call.answer);
  }

  private static void refused(TestCall call, int status, String code) {
    assertThat(send(call, status).path("Code").asString()).isEqualTo(code);
  }

  @Test
  void theyServeUnderEverySignatureWithTheirTokenAlone() {
    Temporary mine = assume(Optional.empty());
    assertThat(mine.id()).startsWith("STS.");
    send(v3("ListKeys", mine, mine.token()), 200);
    assertThat(house.audit.last().event().principal()).startsWith("role/worker/night-shift/STS.");
    String date = house.clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    TestCall v4 = v3("ListKeys", mine, mine.token());
    send(
        TestSigner.sign(
            v4.without("authorization"),
            v4.query,
            "ACS4-HMAC-SHA256",
            mine.id(),
            "/" + date.substring(0, 10).replace("-", "") + "/center/Kms/aliyun_v4_request",
            mine.secret()),
        200);
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("Action", "ListKeys");
    parameters.put("Version", "2016-01-20");
    parameters.put("AccessKeyId", mine.id());
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureNonce", "t" + nonces++);
    parameters.put("Timestamp", date);
    parameters.put("SecurityToken", mine.token());
    parameters.put("Signature", TestSigner.v1("POST", parameters, mine.secret()));
    TestCall v1 = new TestCall().header("host", "kms.example.test");
    v1.query = TestSigner.query(parameters);
    send(v1, 200);
    refused(v3("ListKeys", mine, ""), 404, "InvalidAccessKeyId.NotFound");
    refused(v3("ListKeys", mine, "bm9uZQ"), 400, "InvalidSecurityToken.Malformed");
    Temporary other = assume(Optional.empty());
    refused(v3("ListKeys", mine, other.token()), 400, "InvalidSecurityToken.MismatchWithAccessKey");
    Temporary forged = new Temporary(mine.id(), other.secret(), mine.token());
    refused(v3("ListKeys", forged, mine.token()), 400, "SignatureDoesNotMatch");
    TestCall unsigned = v3("ListKeys", mine, "");
    unsigned.header("x-acs-security-token", mine.token());
    refused(unsigned, 400, "IncompleteSignature");
  }

  @Test
  void theyMayWhatTheRoleMayAndTheSessionsPolicyNarrowsIt() {
    Temporary whole = assume(Optional.empty());
    refused(v3("CreateKey", whole, whole.token()), 403, "Forbidden.NoPermission");
    Temporary narrow =
        assume(
            Optional.of(
                "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kms:ListAliases\",\"Resource\":\"*\"}]}"));
    send(v3("ListAliases", narrow, narrow.token()), 200);
    JsonNode refusal = send(v3("ListKeys", narrow, narrow.token()), 403);
    assertThat(refusal.path("AccessDeniedDetail").path("PolicyType").asString())
        .isEqualTo("SessionPolicy");
    assertThat(refusal.path("AccessDeniedDetail").path("AuthPrincipalType").asString())
        .isEqualTo("AssumedRoleUser");
  }

  @Test
  void theyEndWithTheirTime() {
    Temporary mine = assume(Optional.empty());
    house.clock.forward(Duration.ofSeconds(899));
    send(v3("ListKeys", mine, mine.token()), 200);
    house.clock.forward(Duration.ofSeconds(1));
    refused(v3("ListKeys", mine, mine.token()), 400, "InvalidSecurityToken.Expired");
  }

  @Test
  void aSecondFactorGoesAlongWithWhoProvedOne() {
    UserName name = new UserName("two-factors");
    Optional<String> none = Optional.empty();
    EntityId id =
        house.ram.users().create(name, new Users.Profile("", none, none, none, none)).id();
    house
        .ram
        .attachments()
        .attach(
            new PolicyRef(PolicyType.SYSTEM, new PolicyName("AdministratorAccess")),
            new Attachments.Holder.OfUser(name));
    for (boolean proven : new boolean[] {true, false}) {
      Principal user =
          new Principal.User(
              House.ACCOUNT.id(), id, name, new AccessKeyId("LTAI0123456789abcdef"), proven);
      AssumeRole.Credentials made =
          house
              .pipeline
              .call(
                  House.as(user),
                  AssumeRole.OPERATION,
                  new AssumeRole.Request(ARN, "session", Optional.empty(), none, none))
              .credentials();
      made.accessKeySecret().close();
      AccessKeys.SigningKey key = house.ram.findTemporary(made.accessKeyId(), made.securityToken());
      assertThat(key.principal().mfaPresent()).isEqualTo(proven);
    }
  }
}
