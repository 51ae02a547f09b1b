package coffer.ram;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.access.Principal;
import coffer.model.AccessKey;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.ManagedPolicy;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.User;
import coffer.model.UserName;
import coffer.operations.TestClock;
import coffer.policy.Policy;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import coffer.testing.Seeds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users, their keys, policies and what is attached.
class RamTest {
  private static final String ACCOUNT = "1234567890123456";
  private static final UserName ALICE = new UserName("alice");
  private static final PolicyName READS = new PolicyName("reads");
  private static final PolicyRef READS_REF = new PolicyRef(PolicyType.CUSTOM, READS);
  private static final Users.Profile NOTHING = profile(Optional.empty());
  private static final Attachments.Holder OF_ALICE = new Attachments.Holder.OfUser(ALICE);

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private Store store;
  private Ram ram;

  @BeforeEach
  void open() {
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
    ram = RamOfTests.open(store, clock, ACCOUNT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  static Users.Profile profile(Optional<String> displayName) {
    return new Users.Profile("", displayName, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static String document(String action) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\"}]}";
  }

  static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(KmsException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aUserIsKeptByIdAndCanBeRenamed() {
    User made = ram.users().create(ALICE, profile(Optional.of("爱丽丝 A.")));
    clock.forward(Duration.ofSeconds(5));
    refused(ErrorCode.USER_ALREADY_EXISTS, () -> ram.users().create(ALICE, NOTHING));
    ram.users().create(new UserName("bob"), NOTHING);
    refused(
        ErrorCode.USER_ALREADY_EXISTS,
        () -> ram.users().update(ALICE, Optional.of(new UserName("bob")), NOTHING));
    User renamed = ram.users().update(ALICE, Optional.of(new UserName("carol")), NOTHING);
    assertThat(renamed.id()).isEqualTo(made.id());
    assertThat(renamed.displayName()).isEqualTo("爱丽丝 A.");
    assertThat(renamed.updated()).isAfter(renamed.created());
    refused(ErrorCode.USER_NOT_EXIST, () -> ram.users().require(ALICE));
    reopen();
    assertThat(ram.users().all())
        .extracting(user -> user.name().value())
        .containsExactly("bob", "carol");
    assertThat(ram.users().require(new UserName("carol"))).isEqualTo(renamed);
    refused(ErrorCode.INVALID_PARAMETER, () -> profile(Optional.of("<script>")));
  }

  @Test
  void aUserThatHasSomethingIsNotDeleted() {
    ram.users().create(ALICE, NOTHING);
    ram.policies().create(READS, document("kms:List*"), "");
    ram.attachments().attach(READS_REF, OF_ALICE);
    UserKeys.Created key = ram.keys().create(ALICE);
    key.secret().close();
    refused(ErrorCode.DELETE_CONFLICT_USER_ACCESS_KEY, () -> ram.users().delete(ALICE));
    ram.keys().delete(ALICE, key.key().id().value());
    refused(ErrorCode.DELETE_CONFLICT_USER_POLICY, () -> ram.users().delete(ALICE));
    ram.attachments().detach(READS_REF, OF_ALICE);
    ram.users().delete(ALICE);
    refused(ErrorCode.USER_NOT_EXIST, () -> ram.users().delete(ALICE));
    assertThat(ram.users().all()).isEmpty();
  }

  @Test
  void aUserHasTwoKeysWhoseSecretsAreKeptSealed() {
    User user = ram.users().create(ALICE, NOTHING);
    UserKeys.Created first = ram.keys().create(ALICE);
    ram.keys().create(ALICE).secret().close();
    refused(ErrorCode.LIMIT_EXCEEDED_USER_ACCESS_KEY, () -> ram.keys().create(ALICE));
    String id = first.key().id().value();
    String secret = first.secret().use(bytes -> new String(bytes, US_ASCII));
    AccessKey kept =
        store.read(view -> view.ram().accessKeys().find(first.key().id()).orElseThrow());
    assertThat(new String(kept.sealedSecret(), US_ASCII)).doesNotContain(secret);
    reopen();
    AccessKeys.SigningKey found = ram.find(id).orElseThrow();
    assertThat(found.secret()).isEqualTo(first.secret());
    assertThat(found.principal())
        .isEqualTo(new Principal.User(ACCOUNT, user.id(), ALICE, first.key().id(), false));
    assertThat(found.active()).isTrue();
    ram.keys().setActive(ALICE, id, false);
    assertThat(ram.find(id).orElseThrow().active()).isFalse();
    ram.users().create(new UserName("bob"), NOTHING);
    refused(
        ErrorCode.USER_ACCESS_KEY_NOT_EXIST,
        () -> ram.keys().setActive(new UserName("bob"), id, true));
    ram.keys().delete(ALICE, id);
    assertThat(ram.find(id)).isEmpty();
    refused(ErrorCode.USER_ACCESS_KEY_NOT_EXIST, () -> ram.keys().delete(ALICE, id));
    assertThat(ram.keys().of(ALICE)).hasSize(1);
  }

  @Test
  void theLastUseIsKnownToTheMinuteAndSurvivesWhenItWasWritten() {
    ram.users().create(ALICE, NOTHING);
    UserKeys.Created made = ram.keys().create(ALICE);
    made.secret().close();
    String id = made.key().id().value();
    assertThat(ram.keys().lastUsed(ALICE, id)).isEmpty();
    clock.forward(Duration.ofSeconds(90));
    ram.noteUse(ram.find(id).orElseThrow().principal());
    assertThat(ram.keys().lastUsed(ALICE, id).orElseThrow()).hasToString("2026-03-01T12:01:00Z");
    ram.keys().writeUses();
    reopen();
    assertThat(ram.keys().lastUsed(ALICE, id).orElseThrow()).hasToString("2026-03-01T12:01:00Z");
    ram.keys().writeUses();
  }

  @Test
  void aPolicyHasFiveVersionsAndOneCounts() {
    ram.users().create(ALICE, NOTHING);
    ram.policies().create(READS, document("kms:List*"), "what it is for");
    ram.attachments().attach(READS_REF, OF_ALICE);
    refused(
        ErrorCode.POLICY_ALREADY_EXISTS,
        () -> ram.policies().create(READS, document("kms:List*"), ""));
    refused(
        ErrorCode.POLICY_ALREADY_EXISTS,
        () ->
            ram.policies()
                .create(new PolicyName("AdministratorAccess"), document("kms:List*"), ""));
    refused(
        ErrorCode.MALFORMED_POLICY_DOCUMENT,
        () -> ram.policies().createVersion(READS, "{}", true, false));
    for (int version = 2; version <= 5; version++) {
      ram.policies().createVersion(READS, document("kms:v" + version), version == 3, false);
    }
    assertThat(granted()).containsExactly(document("kms:v3"));
    refused(
        ErrorCode.LIMIT_EXCEEDED_POLICY_VERSION,
        () -> ram.policies().createVersion(READS, document("kms:v6"), false, false));
    assertThat(ram.policies().createVersion(READS, document("kms:v6"), false, true).versionId())
        .isEqualTo("v6");
    refused(ErrorCode.POLICY_VERSION_NOT_EXIST, () -> ram.policies().setDefault(READS, "v1"));
    refused(ErrorCode.POLICY_VERSION_NOT_EXIST, () -> ram.policies().setDefault(READS, "6"));
    ram.policies().setDefault(READS, "v6");
    assertThat(granted()).containsExactly(document("kms:v6"));
    refused(
        ErrorCode.DELETE_CONFLICT_DEFAULT_VERSION, () -> ram.policies().deleteVersion(READS, "v6"));
    ram.policies().deleteVersion(READS, "v2");
    reopen();
    assertThat(granted()).containsExactly(document("kms:v6"));
    assertThat(ram.policies().require(READS_REF).versions())
        .extracting(version -> version.versionId())
        .containsExactly("v3", "v4", "v5", "v6");
  }

  /// What Alice may, as the documents that were compiled for it.
  private List<String> granted() {
    List<String> documents = new ArrayList<>();
    for (Policy policy : ram.grantsOf(ram.users().require(ALICE).id()).policies()) {
      ManagedPolicy its = ram.policies().require(READS_REF);
      assertThat(policy)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*test")
          .isEqualTo(
              PolicyDocument.compile(
                  PolicyKind.IDENTITY, policy.name(), its.inEffect().document()));
      documents.add(its.inEffect().document());
    }
    return documents;
  }

  @Test
  void aPolicyThatIsUsedIsDeletedOnlyWithWhatUsesIt() {
    ram.users().create(ALICE, NOTHING);
    ram.policies().create(READS, document("kms:List*"), "");
    ram.attachments().attach(READS_REF, OF_ALICE);
    refused(
        ErrorCode.USER_POLICY_ALREADY_EXISTS, () -> ram.attachments().attach(READS_REF, OF_ALICE));
    refused(ErrorCode.DELETE_CONFLICT_POLICY_USER, () -> ram.policies().delete(READS, false));
    assertThat(ram.attachments().holdersOf(READS_REF).users()).hasSize(1);
    assertThat(ram.policies().describe(READS_REF).attachments()).isOne();
    ram.policies().delete(READS, true);
    assertThat(ram.attachments().policiesOf(OF_ALICE)).isEmpty();
    assertThat(ram.grantsOf(ram.users().require(ALICE).id()).policies()).isEmpty();
    refused(ErrorCode.POLICY_NOT_EXIST, () -> ram.attachments().attach(READS_REF, OF_ALICE));
    ram.policies().create(READS, document("kms:List*"), "");
    ram.policies().createVersion(READS, document("kms:Get*"), true, false);
    refused(ErrorCode.DELETE_CONFLICT_POLICY_VERSION, () -> ram.policies().delete(READS, false));
  }

  @Test
  void theServicesOwnPoliciesCompileAndCannotBeChanged() {
    assertThat(ram.policies().list(Optional.of(PolicyType.SYSTEM))).hasSize(10);
    ram.users().create(ALICE, NOTHING);
    for (Policies.Listed listed : ram.policies().list(Optional.of(PolicyType.SYSTEM))) {
      PolicyDocument.compile(PolicyKind.IDENTITY, "p", listed.policy().inEffect().document());
      ram.attachments().attach(listed.ref(), OF_ALICE);
      PolicyName name = listed.ref().name();
      refused(ErrorCode.POLICY_NOT_EXIST, () -> ram.policies().delete(name, true));
      refused(
          ErrorCode.POLICY_NOT_EXIST,
          () -> ram.policies().createVersion(name, document("*"), true, false));
    }
    assertThat(ram.grantsOf(ram.users().require(ALICE).id()).policies()).hasSize(10);
  }

  @Test
  void twoChangesOfOneThingEndAsOneOfTheTwoOrders() throws Exception {
    ram.users().create(ALICE, NOTHING);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Seeds.check(
          40,
          random -> {
            ram.policies().create(READS, document("kms:v1"), "");
            ram.policies().createVersion(READS, document("kms:v2"), false, false);
            ram.policies().createVersion(READS, document("kms:v3"), false, false);
            boolean versions = random.nextBoolean();
            List<Future<Optional<ErrorCode>>> ends =
                List.of(
                    both.submit(() -> tried(() -> first(versions))),
                    both.submit(() -> tried(() -> second(versions))));
            List<Optional<ErrorCode>> outcomes = ends.stream().map(RamTest::end).toList();
            if (versions) {
              assertThat(outcomes).containsOnly(Optional.empty());
              assertThat(ram.policies().require(READS_REF).defaultVersion()).isIn(2, 3);
              ram.policies().delete(READS, true);
            } else {
              // Deleted, attached or not before: then nothing is attached, and either both were
              // done or the attachment came too late.
              assertThat(outcomes.getFirst()).isEmpty();
              assertThat(outcomes.getLast())
                  .isIn(Optional.empty(), Optional.of(ErrorCode.POLICY_NOT_EXIST));
              assertThat(ram.attachments().policiesOf(OF_ALICE)).isEmpty();
              assertThat(store.<Long>read(view -> view.ram().attachments().count())).isZero();
            }
            assertThat(ram.grantsOf(ram.users().require(ALICE).id()).policies()).isEmpty();
          });
    }
  }

  private void first(boolean versions) {
    if (versions) {
      ram.policies().setDefault(READS, "v2");
    } else {
      ram.policies().delete(READS, true);
    }
  }

  private void second(boolean versions) {
    if (versions) {
      ram.policies().setDefault(READS, "v3");
    } else {
      ram.attachments().attach(READS_REF, OF_ALICE);
    }
  }

  private static Optional<ErrorCode> tried(Runnable change) {
    try {
      change.run();
      return Optional.empty();
    } catch (KmsException e) {
      return Optional.of(e.code());
    }
  }

  private static <T> T end(Future<T> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
