package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.keys.CiphertextBlob;
import coffer.keys.NewKey;
import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.operations.catalog.Catalog;
import coffer.operations.kms.TagPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every action on a key, in every state, does what `KeyStateTable` says.
class KeyStatesTest {
  /// Refusals that speak of a key's state.
  private static final Set<ErrorCode> OF_STATE =
      Set.of(
          ErrorCode.DISABLED,
          ErrorCode.PENDING_DELETION,
          ErrorCode.PENDING_IMPORT,
          ErrorCode.STATE_MODIFIED_FAILED);

  /// An action is tried on the first of these that suits it.
  private static final List<KeySpec> SPECS =
      List.of(KeySpec.ALIYUN_AES_256, KeySpec.RSA_2048, KeySpec.HMAC_SHA256, KeySpec.EC_P256);

  private static final Duration BETWEEN_VERSIONS = Duration.ofDays(7);

  @TempDir static Path directory;
  private static House house;
  private static Caller application;
  private static int names;

  @BeforeAll
  static void build() {
    house = new House(directory);
    application = House.as(house.application("states"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  static Stream<KeyStateTable.Row> rows() {
    return KeyStateTable.rows().stream()
        .filter(row -> !KeyStateTable.OF_IMPORT.contains(row.action()));
  }

  /// The table takes an action for one on a key by its fields, this by its errors.
  @Test
  void everyActionThatAKeyCanRefuseHasARow() {
    Set<ErrorCode> ofKeys = new HashSet<>(OF_STATE);
    ofKeys.addAll(Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.ALIAS_NOT_FOUND));
    List<String> expected =
        Catalog.all().all().stream()
            .filter(operation -> operation.errors().stream().anyMatch(ofKeys::contains))
            .map(Operation::action)
            .toList();
    assertThat(KeyStateTable.rows().stream().map(KeyStateTable.Row::action))
        .containsExactlyElementsOf(expected);
    assertThat(expected).hasSizeGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anActionDoesWhatTheTableSays(KeyStateTable.Row row) {
    Operation<?, ?> operation =
        Catalog.all().all().stream()
            .filter(o -> o.action().equals(row.action()))
            .findFirst()
            .orElseThrow();
    KeySpec spec =
        SPECS.stream()
            .filter(candidate -> suits(operation, candidate))
            .findFirst()
            .orElseThrow(() -> new AssertionError(row.action() + " suits no key"));
    for (int i = 0; i < KeyStateTable.STATES.size(); i++) {
      KeyState before = KeyStateTable.STATES.get(i);
      KeyStateTable.Cell cell = row.cells().get(i);
      Key key = keyIn(before, spec);
      Optional<ErrorCode> refusal = call(operation, key);
      Optional<ErrorCode> ofState = refusal.filter(OF_STATE::contains);
      assertThat(ofState).as("%s in %s", row.action(), before).isEqualTo(cell.refusal());
      if (operation.kind() != Operation.Kind.CRYPTO) {
        assertThat(refusal).as("%s in %s", row.action(), before).isEqualTo(cell.refusal());
      }
      assertThat(house.keys.find(key.id()).orElseThrow().state())
          .as("%s in %s", row.action(), before)
          .isEqualTo(cell.becomes().orElse(before));
    }
  }

  private static boolean suits(Operation<?, ?> operation, KeySpec spec) {
    Optional<ErrorCode> refusal = call(operation, keyIn(KeyState.DISABLED, spec));
    if (refusal.filter(OF_STATE::contains).isPresent()) {
      return true;
    }
    return refusal.isEmpty();
  }

  private static Key keyIn(KeyState state, KeySpec spec) {
    boolean external = state == KeyState.PENDING_IMPORT;
    Optional<KeyUsage> second =
        spec.family() == KeySpec.Family.RSA
            ? spec.usages().stream().filter(usage -> usage != spec.defaultUsage()).findFirst()
            : Optional.empty();
    Key key =
        house.keys.create(
            new NewKey(
                House.INSTANCE,
                spec,
                spec.defaultUsage(),
                second,
                external ? Origin.EXTERNAL : Origin.ALIYUN_KMS,
                KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
                ""));
    house.keys.aliases().create(nameOf(key), key.id());
    house.clock.forward(BETWEEN_VERSIONS);
    switch (state) {
      case ENABLED, PENDING_IMPORT -> {}
      case DISABLED -> house.keys.life().disable(key.id());
      case PENDING_DELETION -> house.keys.life().scheduleDeletion(key.id(), 7);
      case DESTROYING -> throw new AssertionError("nobody can name such a key");
    }
    return house.keys.find(key.id()).orElseThrow();
  }

  private static <Q extends Record, A extends Record> Optional<ErrorCode> call(
      Operation<Q, A> operation, Key key) {
    Caller caller = operation.api() == Api.INSTANCE ? application : House.root();
    Shape<Q> shape = Shape.of(operation.request());
    Object[] values =
        shape.fields().stream()
            .map(field -> {
              Optional<Object> value = value(operation, field, key);
              return field.optional() ? value : value.orElseThrow();
            })
            .toArray();
    Throwable thrown =
        catchThrowable(() -> house.pipeline.call(caller, operation, shape.make(values)));
    if (thrown == null) {
      return Optional.empty();
    }
    assertThat(thrown).as(operation.action()).isInstanceOf(KmsException.class);
    return Optional.of(((KmsException) thrown).code());
  }

  /// What is required, and of the rest what names the key and what is signed.
  private static Optional<Object> value(Operation<?, ?> operation, Shape.Field field, Key key) {
    if (field.name().equals("KeyId") || field.name().equals("DestinationKeyId")) {
      return Optional.of(key.id().value());
    }
    if (field.name().equals("KeyPairSpec")) {
      return Optional.of(KeySpec.EC_P256);
    }
    if (field.name().equals("Policy") && !field.optional()) {
      return Optional.of(
          "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"RAM\":[\"acs:ram::"
              + House.ACCOUNT.id()
              + ":*\"]},\"Action\":[\"kms:*\"],\"Resource\":[\"*\"]}]}");
    }
    if (field.name().equals("RotationInterval")) {
      return Optional.of("7d");
    }
    if (field.name().equals("KeyVersionId")) {
      return Optional.of(key.primary().id());
    }
    if (field.optional() && !field.name().equals("Message")) {
      return Optional.empty();
    }
    Class<?> type = field.type();
    if (type == List.class) {
      return Optional.of(
          field.element() == String.class ? List.of("a") : List.of(new TagPair("a", "b")));
    }
    if (field.name().equals("CiphertextBlob")) {
      CiphertextBlob blob = new CiphertextBlob(key.primary().id(), new byte[12], new byte[40]);
      boolean advance = operation.name().startsWith("Advance");
      return Optional.of(advance ? blob.encodeAdvance() : blob.encode());
    } else if (type == AliasName.class) {
      return Optional.of(alias(operation, key));
    } else if (type == byte[].class) {
      return Optional.of(new byte[32]);
    } else if (type == SecretBytes.class) {
      return Optional.of(House.secret("text"));
    } else if (type == int.class) {
      return Optional.of(32);
    } else if (type == boolean.class) {
      return Optional.of(true);
    } else if (type == String.class) {
      return Optional.of("text");
    } else if (type.isEnum()) {
      return Optional.of(type.getEnumConstants()[0]);
    }
    throw new AssertionError("no value of " + type + " is known here");
  }

  /// What `keyIn` calls it: in some states a key can be given no name any more.
  private static AliasName nameOf(Key key) {
    return new AliasName("alias/states/" + key.id().value());
  }

  /// A free name, one that is there to be changed, or the key's own, to be taken from it.
  private static AliasName alias(Operation<?, ?> operation, Key key) {
    if (operation.name().equals("DeleteAlias")) {
      return nameOf(key);
    }
    AliasName name = new AliasName("alias/states/" + names++);
    if (!operation.name().equals("CreateAlias")) {
      Key other = keyIn(KeyState.ENABLED, KeySpec.ALIYUN_AES_256);
      house.keys.aliases().create(name, other.id());
    }
    return name;
  }
}
