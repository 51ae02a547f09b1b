package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.instance.Encrypt;
import coffer.operations.kms.CreateAlias;
import coffer.operations.kms.DeleteAlias;
import coffer.operations.kms.DescribeKey;
import coffer.operations.kms.ListAliases;
import coffer.operations.kms.ListAliasesByKeyId;
import coffer.operations.kms.UpdateAlias;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of keys, through the pipeline, on the real store and HSMs.
class AliasesTest {
  @TempDir static Path directory;
  private static House house;
  private static Caller application;
  private static int names;

  @BeforeAll
  static void build() {
    house = new House(directory);
    application = House.as(house.application("aliases"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void anAliasStandsForItsKeyInBothApis() {
    Key key = key();
    AliasName name = create(key);
    for (String ref :
        List.of(
            key.id().value(),
            name.value(),
            House.ACCOUNT.arn(name.value()),
            House.ACCOUNT.arn("key/" + key.id()),
            "acs:kms:elsewhere-1:" + House.ACCOUNT.id() + ":key/" + key.id(),
            "acs:kms::" + House.ACCOUNT.id() + ":" + name)) {
      assertThat(described(ref)).as(ref).isEqualTo(key.id().value());
      assertThat(encrypts(ref)).as(ref).isEqualTo(key.id().value());
    }
  }

  @Test
  void whatNamesNoKeyOfOursIsNotFound() {
    Key key = key();
    AliasName name = create(key);
    for (String ref :
        List.of(
            name.title(),
            name.value() + "x",
            "Alias/" + name.title(),
            "alias/",
            "alias/" + "x".repeat(250),
            "acs:kms:cn-hangzhou:1234567890123457:" + name,
            "acs:kms:cn-hangzhou:1234567890123457:key/" + key.id(),
            House.ACCOUNT.arn("key/" + name),
            House.ACCOUNT.arn("secret/" + key.id()),
            House.ACCOUNT.arn(key.id().value()),
            "acs:kms:" + House.ACCOUNT.id() + ":key/" + key.id(),
            "acs:kms:a:b:" + House.ACCOUNT.id() + ":key/" + key.id(),
            "acs:kms:",
            "acs:ram:cn-hangzhou:" + House.ACCOUNT.id() + ":key/" + key.id())) {
      assertThat(refusal(() -> described(ref))).as(ref).contains(ErrorCode.KEY_NOT_FOUND);
      assertThat(refusal(() -> encrypts(ref))).as(ref).contains(ErrorCode.KEY_NOT_FOUND);
    }
  }

  @Test
  void aCallByAliasRunsOnTheEventLoopOnceTheKeyIsInUse() {
    Key key = key();
    AliasName name = create(key);
    Encrypt.Request request = request(name.value());
    house.services.keys().aliases().delete(name);
    house.services.keys().aliases().create(name, key.id());
    encrypts(key.id().value());
    assertThat(house.pipeline.runsInline(House.root(), Encrypt.OPERATION, request)).isTrue();
    house.services.keys().aliases().delete(name);
    assertThat(house.pipeline.runsInline(House.root(), Encrypt.OPERATION, request)).isFalse();
    request.plaintext().close();
  }

  @Test
  void aReboundAliasMeansTheOtherKeyAtOnce() {
    Key first = key();
    Key second = key();
    AliasName name = create(first);
    for (int i = 0; i < 20; i++) {
      Key next = i % 2 == 0 ? second : first;
      update(name, next.id().value());
      assertThat(encrypts(name.value())).isEqualTo(next.id().value());
    }
    assertThat(house.audit.last().event().resource()).isEqualTo("key/" + first.id());
  }

  @Test
  void whileAnAliasIsReboundThereIsNoMomentWithoutAKey() throws InterruptedException {
    Key first = key();
    Key second = key();
    AliasName name = create(first);
    AtomicBoolean over = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                Throwable thrown = catchThrowable(() -> described(name.value()));
                if (thrown != null) {
                  failures.add(thrown);
                }
              }
            });
    for (int i = 0; i < 100; i++) {
      update(name, (i % 2 == 0 ? second : first).id().value());
    }
    over.set(true);
    reader.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void aNameThatWasLookedForBeforeItExistedIsFound() {
    Key key = key();
    AliasName name = next();
    assertThat(refusal(() -> described(name.value()))).contains(ErrorCode.KEY_NOT_FOUND);
    create(name, key.id().value());
    assertThat(described(name.value())).isEqualTo(key.id().value());
    call(DeleteAlias.OPERATION, new DeleteAlias.Request(name));
    assertThat(refusal(() -> described(name.value()))).contains(ErrorCode.KEY_NOT_FOUND);
  }

  @Test
  void namesAreUniqueAndSomeAreReserved() {
    Key key = key();
    AliasName name = create(key);
    assertThat(refusal(() -> create(name, key.id().value())))
        .contains(ErrorCode.ALIAS_ALREADY_EXISTS);
    assertThat(refusal(() -> create(name, key().id().value())))
        .contains(ErrorCode.ALIAS_ALREADY_EXISTS);
    assertThat(refusal(() -> create(new AliasName("alias/acs/kms"), key.id().value())))
        .contains(ErrorCode.INVALID_PARAMETER);
    create(new AliasName("alias/my-acs"), key.id().value());
  }

  @Test
  void anAliasThatIsNotThereCannotBeChangedOrDeleted() {
    AliasName name = next();
    String key = key().id().value();
    assertThat(refusal(() -> update(name, key))).contains(ErrorCode.ALIAS_NOT_FOUND);
    assertThat(refusal(() -> call(DeleteAlias.OPERATION, new DeleteAlias.Request(name))))
        .contains(ErrorCode.ALIAS_NOT_FOUND);
  }

  @Test
  void anAliasDoesNotNameAnotherAlias() {
    AliasName name = create(key());
    for (String ref : List.of(name.value(), House.ACCOUNT.arn(name.value()), "alias/none")) {
      assertThat(refusal(() -> create(next(), ref))).contains(ErrorCode.UNSUPPORTED_ALIAS);
    }
  }

  @Test
  void theStateOfTheNamedKeyCounts() {
    Key pending = house.inState(key(), KeyState.PENDING_DELETION);
    Key other = key();
    AliasName name = create(other);
    assertThat(refusal(() -> create(next(), pending.id().value())))
        .contains(ErrorCode.STATE_MODIFIED_FAILED);
    assertThat(refusal(() -> update(name, pending.id().value())))
        .contains(ErrorCode.PENDING_DELETION);
    assertThat(described(name.value())).isEqualTo(other.id().value());
  }

  @Test
  void listsShowWhatNamesWhat() {
    Key key = key();
    List<AliasName> names = List.of(create(key), create(key), create(key));
    ListAliases.Answer first =
        call(
            ListAliasesByKeyId.OPERATION,
            new ListAliasesByKeyId.Request(
                names.getFirst().value(), Optional.of(1), Optional.of(2)));
    ListAliases.Answer second =
        call(
            ListAliasesByKeyId.OPERATION,
            new ListAliasesByKeyId.Request(key.id().value(), Optional.of(2), Optional.of(2)));
    assertThat(first.totalCount()).isEqualTo(3);
    assertThat(first.aliases().alias()).hasSize(2);
    assertThat(second.aliases().alias())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.keyId()).isEqualTo(key.id().value());
          assertThat(entry.aliasArn())
              .isEqualTo("acs:kms:cn-hangzhou:" + House.ACCOUNT.id() + ":" + entry.aliasName());
        });
    ListAliases.Answer all =
        call(ListAliases.OPERATION, new ListAliases.Request(Optional.empty(), Optional.of(101)));
    assertThat(all.aliases().alias())
        .extracting(e -> e.aliasName())
        .containsAll(names.stream().map(AliasName::value).toList());
    assertThat(all.totalCount()).isEqualTo(house.services.keys().aliases().count());
  }

  @Test
  void everyChangeIsAuditedWithTheNameAndTheKey() {
    Key key = key();
    AliasName name = create(key);
    assertThat(house.audit.last().event().resource()).isEqualTo(name + ",key/" + key.id());
    assertThat(house.audit.last().way()).isEqualTo(AuditRecorder.Way.DURABLE);
    call(DeleteAlias.OPERATION, new DeleteAlias.Request(name));
    assertThat(house.audit.last().event().resource()).isEqualTo(name.value());
  }

  private static AliasName next() {
    return new AliasName("alias/test/" + names++);
  }

  private static Key key() {
    return house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  private static AliasName create(Key key) {
    AliasName name = next();
    create(name, key.id().value());
    return name;
  }

  private static void create(AliasName name, String key) {
    call(CreateAlias.OPERATION, new CreateAlias.Request(key, name));
  }

  private static void update(AliasName name, String key) {
    call(UpdateAlias.OPERATION, new UpdateAlias.Request(key, name));
  }

  private static String described(String ref) {
    return call(DescribeKey.OPERATION, new DescribeKey.Request(ref)).keyMetadata().keyId();
  }

  private static String encrypts(String ref) {
    Encrypt.Request request = request(ref);
    try (SecretBytes _ = request.plaintext()) {
      return house.pipeline.call(application, Encrypt.OPERATION, request).keyId();
    }
  }

  private static Encrypt.Request request(String ref) {
    return new Encrypt.Request(
        ref,
        House.secret("text"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static <Q extends Record, A extends Record> A call(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }

  private static Optional<ErrorCode> refusal(Runnable call) {
    Throwable thrown = catchThrowable(call::run);
    return thrown instanceof KmsException refusal ? Optional.of(refusal.code()) : Optional.empty();
  }
}
