package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.keys.CiphertextBlob;
import coffer.model.AccessPointName;
import coffer.model.AccessPolicyName;
import coffer.model.AliasName;
import coffer.model.ClientKeyId;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.NetworkRuleName;
import coffer.model.SecretBytes;
import coffer.operations.catalog.Catalog;
import coffer.testing.Seeds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operation with requests made by chance out of good and bad values. The pipeline asserts
/// that each refusal is declared; nothing may be a bug.
class ConformanceTest {
  private static final int ROUNDS = 60;
  private static final String UNKNOWN_ID = "key-zzzzzzzzzzzzzzzzzzzz";

  @TempDir static Path directory;
  private static House house;
  private static final List<String> texts = new ArrayList<>();
  private static final List<byte[]> blobs = new ArrayList<>();
  private static final List<KeyVersionId> versions = new ArrayList<>();
  private static Caller application;

  @BeforeAll
  static void build() {
    house = new House(directory);
    application = House.as(house.application("conformance"));
    for (KeyState state : KeyState.values()) {
      List<Key> keys =
          List.of(
              house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT),
              house.create(
                  KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY)),
              house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY),
              house.create(KeySpec.HMAC_SHA512, KeyUsage.GENERATE_VERIFY_MAC));
      for (Key key : keys) {
        house.inState(key, state);
        texts.add(key.id().value());
        versions.add(key.primary().id());
        blobs.add(
            new CiphertextBlob(key.primary().id(), new byte[12], new byte[40]).encodeAdvance());
        blobs.add(new CiphertextBlob(key.primary().id(), new byte[12], new byte[40]).encode());
      }
    }
    texts.addAll(
        List.of(
            "",
            UNKNOWN_ID,
            House.ACCOUNT.arn("key/" + texts.getFirst()),
            "acs:kms:cn-hangzhou:1:key/" + texts.getFirst(),
            House.INSTANCE.value(),
            House.OTHER_INSTANCE.value(),
            house.cluster.id().value(),
            house.cluster.members().getFirst().id().value(),
            House.KEY_USER,
            "key/*",
            texts.getFirst(),
            texts.getFirst(),
            "alias/a",
            House.ACCOUNT.arn("alias/b"),
            "alias/",
            "alice",
            "alice",
            "AliyunKMSFullAccess",
            "v1",
            "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
            "10.0.0.0/8",
            "{\"NetworkRules\":[\"a\"]}",
            "{\"NetworkRules\":[1]}",
            "[",
            "2027-01-01T00:00:00Z",
            "+99999-01-01T00:00:00Z",
            "Private",
            "ClientKey",
            "7d",
            "604800s",
            "[{\"Key\":\"KeyState\",\"Values\":[\"Enabled\"]}]",
            "x".repeat(9000)));
    versions.add(new KeyVersionId(UUID.randomUUID()));
    for (int length : new int[] {0, 1, 12, 16, 31, 32, 64, 256, 9000}) {
      blobs.add(new byte[length]);
    }
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void everyRefusalIsDeclaredAndNoneIsABug() {
    Set<String> answered = new TreeSet<>();
    for (Operation<?, ?> operation : Catalog.all().all()) {
      Seeds.check(
          ROUNDS,
          random -> {
            String outcome = call(operation, random);
            assertThat(outcome).as(operation.action()).isNotEqualTo("INTERNAL_FAILURE");
            if (outcome.equals("OK")) {
              answered.add(operation.action());
            }
          });
      house.reconnect();
    }
    assertThat(answered)
        .contains(
            "kms:CreateKey",
            "kms:Encrypt",
            "instance:GenerateRandom",
            "hsm:ListClusters",
            "ram:CreateUser");
  }

  private static <Q extends Record, A extends Record> String call(
      Operation<Q, A> operation, RandomGenerator random) {
    Caller caller = operation.api() == Api.INSTANCE ? application : House.root();
    Optional<Q> request = request(operation.request(), random);
    if (request.isEmpty()) {
      return "UNDECODABLE";
    }
    int before = house.audit.size();
    Throwable thrown = catchThrowable(() -> house.pipeline.call(caller, operation, request.get()));
    String outcome = thrown instanceof KmsException refusal ? refusal.code().name() : "OK";
    if (thrown != null && !(thrown instanceof KmsException)) {
      throw new AssertionError(operation.action() + " " + thrown.getMessage(), thrown);
    }
    assertThat(house.audit.size()).isEqualTo(before + 1);
    assertThat(house.audit.last().event().outcome()).isEqualTo(outcome);
    assertThat(house.audit.last().event().action()).isEqualTo(operation.action());
    return outcome;
  }

  private static <Q extends Record> Optional<Q> request(Class<Q> type, RandomGenerator random) {
    Shape<Q> shape = Shape.of(type);
    Object[] values = new Object[shape.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Shape.Field field = shape.fields().get(i);
      if (field.optional()) {
        values[i] = random.nextInt(3) == 0 ? Optional.of(value(field, random)) : Optional.empty();
      } else {
        values[i] = value(field, random);
      }
    }
    try {
      return Optional.of(shape.make(values));
    } catch (KmsException e) {
      return Optional.empty();
    }
  }

  private static Object value(Shape.Field field, RandomGenerator random) {
    if (field.type() != List.class) {
      return value(field.type(), random);
    }
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(value(field.element(), random));
    }
    return list;
  }

  private static Object value(Class<?> type, RandomGenerator random) {
    if (type.isEnum()) {
      return pick(List.of(type.getEnumConstants()), random);
    }
    String name = pick(List.of("a", "b", "policy-conformance", "point-conformance"), random);
    if (type == String.class) {
      return pick(texts, random);
    } else if (type == byte[].class) {
      return pick(blobs, random);
    } else if (type == SecretBytes.class) {
      return random.nextBoolean() ? House.password() : SecretBytes.copyOf(pick(blobs, random));
    } else if (type == KeyVersionId.class) {
      return pick(versions, random);
    } else if (type == Map.class) {
      return Map.of("a", pick(texts, random));
    } else if (type == Boolean.class || type == boolean.class) {
      return random.nextBoolean();
    } else if (type == Integer.class || type == int.class) {
      return pick(List.of(-1, 0, 1, 10, 32, 64, 65, 101, 102, 1024, 1025, 10_000_000), random);
    } else if (type == long.class) {
      return pick(List.of(-1L, 0L, 1L, 4_102_444_800L, Long.MAX_VALUE), random);
    } else if (type == AliasName.class) {
      return new AliasName(AliasName.PREFIX + name);
    } else if (type == AccessPointName.class) {
      return new AccessPointName(name);
    } else if (type == AccessPolicyName.class) {
      return new AccessPolicyName(name);
    } else if (type == NetworkRuleName.class) {
      return new NetworkRuleName(name);
    } else if (type == ClientKeyId.class) {
      return new ClientKeyId("KAAP." + new UUID(0, random.nextInt(2)));
    } else if (type.isRecord()) {
      return request(type.asSubclass(Record.class), random).orElseThrow();
    }
    throw new AssertionError("no value of " + type + " is known here");
  }

  private static <T> T pick(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void aBlobOfAnotherKeyIsRefusedAsAnyOtherThatDoesNotOpen() {
    Key mine = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Key other = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    Caller caller = application;
    byte[] blob;
    try (SecretBytes text = House.secret("text")) {
      blob =
          house
              .pipeline
              .call(
                  caller,
                  coffer.operations.instance.AdvanceEncrypt.OPERATION,
                  new coffer.operations.instance.AdvanceEncrypt.Request(
                      mine.id().value(),
                      text,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
              .ciphertextBlob();
    }
    try (SecretBytes text = decrypt(caller, blob, Optional.empty());
        SecretBytes again = decrypt(caller, blob, Optional.of(mine.id().value()))) {
      assertThat(text).isEqualTo(House.secret("text")).isEqualTo(again);
    }
    byte[] flipped = blob.clone();
    flipped[blob.length - 1] ^= 1;
    byte[] unknown = blob.clone();
    unknown[3] = (byte) (blob[3] == '0' ? '1' : '0');
    for (Throwable refusal :
        List.of(
            catchThrowable(() -> decrypt(caller, blob, Optional.of(other.id().value()))),
            catchThrowable(() -> decrypt(caller, flipped, Optional.empty())),
            catchThrowable(() -> decrypt(caller, unknown, Optional.empty())),
            catchThrowable(() -> decrypt(caller, new byte[60], Optional.empty())))) {
      assertThat(refusal)
          .isInstanceOf(KmsException.class)
          .hasMessage(ErrorCode.INVALID_PARAMETER.message());
    }
  }

  private static SecretBytes decrypt(Caller caller, byte[] blob, Optional<String> keyId) {
    return house
        .pipeline
        .call(
            caller,
            coffer.operations.instance.AdvanceDecrypt.OPERATION,
            new coffer.operations.instance.AdvanceDecrypt.Request(
                blob,
                keyId,
                keyId.map(_ -> EncryptionAlgorithm.AES_GCM),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .plaintext();
  }

  @Test
  void aKeyOfAnotherInstanceDoesNotExistForAnApplication() {
    Key key = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    Principal.Application stranger =
        new Principal.Application(
            new AccessPointName("x"),
            new ClientKeyId("KAAP." + new UUID(0, 0)),
            House.OTHER_INSTANCE);
    Throwable thrown =
        catchThrowable(() ->
            house.pipeline.call(
                House.as(stranger),
                coffer.operations.instance.GetPublicKey.OPERATION,
                new coffer.operations.instance.GetPublicKey.Request(
                    key.id().value(), Optional.empty())));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.KEY_NOT_FOUND);
    assertThat(house.audit.last().event().at()).isAfter(Instant.EPOCH);
  }
}
