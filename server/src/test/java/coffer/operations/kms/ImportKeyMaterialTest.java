package coffer.operations.kms;

import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_1;
import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_256;
import static coffer.model.WrappingAlgorithm.RSAES_PKCS1_V1_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.clusters.Progress;
import coffer.jobs.MaterialExpiry;
import coffer.keys.NewKey;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyStorageMechanism;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import coffer.model.WrappingKeySpec;
import coffer.operations.AuditRecorder;
import coffer.operations.Caller;
import coffer.operations.House;
import coffer.operations.KeyStateTable;
import coffer.operations.Operation;
import coffer.testing.Custodian;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The life of imported material, and everything that is refused on its way, by the documented code
/// and without a trace.
class ImportKeyMaterialTest {
  @TempDir static Path directory;
  private static House house;
  private static final byte[] MATERIAL = Custodian.random(32);

  @BeforeAll
  static void build() {
    house = new House(directory);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void materialComesGoesAndComesBackWithEveryCiphertext() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    imports(key, MATERIAL);
    assertThat(state(key)).isEqualTo(KeyState.ENABLED);
    byte[] blob = encrypt(key, "text");
    assertThat(decrypt(blob)).isEqualTo("text");
    call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key)));
    assertThat(state(key)).isEqualTo(KeyState.PENDING_IMPORT);
    refused(ErrorCode.PENDING_IMPORT, () -> decrypt(blob));
    refused(ErrorCode.PENDING_IMPORT, () -> encrypt(key, "text"));
    imports(key, MATERIAL);
    assertThat(decrypt(blob)).isEqualTo("text");
    assertThat(house.keys.find(key.id()).orElseThrow().primary().id())
        .isEqualTo(key.primary().id());
  }

  @Test
  void materialEndsToTheSecondAndIsThenRemovedByTheJob() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    long end = house.clock.instant().plusSeconds(90).getEpochSecond();
    imports(key, MATERIAL, end);
    byte[] blob = encrypt(key, "text");
    try (MaterialExpiry job =
        new MaterialExpiry(house.keys.imports(), house.crypto, house.audit, house.clock)) {
      house.clock.forward(Duration.ofSeconds(89));
      assertThat(job.run()).isZero();
      assertThat(decrypt(blob)).isEqualTo("text");
      house.clock.forward(Duration.ofSeconds(1));
      refused(ErrorCode.PENDING_IMPORT, () -> decrypt(blob));
      assertThat(state(key)).isEqualTo(KeyState.ENABLED);
      assertThat(job.run()).isOne();
      assertThat(house.audit.last().way()).isEqualTo(AuditRecorder.Way.DURABLE);
      assertThat(house.audit.last().event().action()).isEqualTo(MaterialExpiry.ACTION);
      assertThat(house.audit.last().event().resource()).isEqualTo("key/" + id(key));
      assertThat(job.run()).isZero();
    }
    assertThat(state(key)).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(house.keys.find(key.id()).orElseThrow().hasMaterial()).isFalse();
    imports(key, MATERIAL);
    assertThat(decrypt(blob)).isEqualTo("text");
    assertThat(house.keys.find(key.id()).orElseThrow().materialExpires()).isEmpty();
  }

  /// Also while the key is in use, and its first material unwrapped and remembered everywhere.
  @Test
  void otherMaterialIsNeverTaken() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    imports(key, MATERIAL);
    byte[] blob = encrypt(key, "text");
    byte[] other = Custodian.random(32);
    unchanged(key, ErrorCode.INVALID_KEY_MATERIAL, () -> imports(key, other));
    assertThat(decrypt(blob)).isEqualTo("text");
    call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key)));
    unchanged(key, ErrorCode.INVALID_KEY_MATERIAL, () -> imports(key, other));
    imports(key, MATERIAL);
    assertThat(decrypt(blob)).isEqualTo("text");
  }

  @Test
  void theSameMaterialInTwoKeysOpensNothingOfTheOther() {
    Key one = external(KeySpec.ALIYUN_AES_256);
    Key other = external(KeySpec.ALIYUN_AES_256);
    imports(one, MATERIAL);
    imports(other, MATERIAL);
    Caller application = House.as(house.application("two-keys"));
    byte[] blob = encrypt(one, "text");
    assertThat(answer(blob).keyId()).isEqualTo(id(one));
    house.keys.life().disable(one.id());
    refused(ErrorCode.DISABLED, () -> decrypt(blob));
    house.keys.life().enable(one.id());
    refused(
        ErrorCode.INVALID_PARAMETER,
        () ->
            house.pipeline.call(
                application,
                coffer.operations.instance.AdvanceDecrypt.OPERATION,
                new coffer.operations.instance.AdvanceDecrypt.Request(
                    advance(blob),
                    Optional.of(id(other)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
    assertThat(
            house.store.<Boolean>read(view ->
                Arrays.compare(
                        view.importedMaterials().find(one.id()).orElseThrow().fingerprint(),
                        view.importedMaterials().find(other.id()).orElseThrow().fingerprint())
                    != 0))
        .as("fingerprints do not tell that two keys have the same material")
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void everySpecTakesItsMaterialByEveryAlgorithmThatSuitsIt(KeySpec spec) {
    byte[] material = Materials.of(spec);
    for (WrappingAlgorithm algorithm : WrappingAlgorithm.values()) {
      Key key = external(spec);
      if (!algorithm.suits(spec)) {
        ErrorCode code =
            algorithm.name().startsWith("SM2")
                ? ErrorCode.UNSUPPORTED_OPERATION
                : ErrorCode.INVALID_PARAMETER;
        refused(code, () -> parameters(key, algorithm));
        continue;
      }
      GetParametersForImport.Answer to = parameters(key, algorithm);
      imports(key, Custodian.wrap(algorithm, to.publicKey(), material), to.importToken(), 0);
      assertThat(state(key)).isEqualTo(KeyState.ENABLED);
      if (spec.isAsymmetric()) {
        assertThat(house.keys.find(key.id()).orElseThrow().primary().material())
            .hasValueSatisfying(
                wrapped -> assertThat(wrapped.publicKey()).isEqualTo(Materials.publicOf(spec)));
      }
    }
  }

  @Test
  void importsGoOnUnderANewKek() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    imports(key, MATERIAL);
    byte[] blob = encrypt(key, "text");
    GetParametersForImport.Answer to = parameters(key, RSAES_OAEP_SHA_256);
    byte[] wrapped = Custodian.wrap(RSAES_OAEP_SHA_256, to.publicKey(), MATERIAL);
    int kek =
        house
            .administration
            .life()
            .rotate(house.cluster.id(), Optional.empty(), Progress.UNSEEN)
            .kekVersion();
    imports(key, wrapped, to.importToken(), 0);
    call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key)));
    imports(key, MATERIAL);
    assertThat(decrypt(blob)).isEqualTo("text");
    assertThat(house.keys.find(key.id()).orElseThrow().primary().material().orElseThrow())
        .extracting(WrappedKey::kekVersion)
        .isEqualTo(kek);
  }

  @Test
  void aTokenIsForItsKeyItsPublicKeyAndItsDayOnly() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    Key other = external(KeySpec.ALIYUN_AES_256);
    GetParametersForImport.Answer to = parameters(key, RSAES_OAEP_SHA_256);
    GetParametersForImport.Answer again = parameters(key, RSAES_OAEP_SHA_256);
    byte[] wrapped = Custodian.wrap(RSAES_OAEP_SHA_256, to.publicKey(), MATERIAL);
    assertThat(to.tokenExpireTime()).isEqualTo(house.clock.instant().plus(Duration.ofHours(24)));
    assertThat(again.publicKey()).isNotEqualTo(to.publicKey());
    unchanged(
        other, ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(other, wrapped, to.importToken(), 0));
    unchanged(
        key, ErrorCode.INVALID_KEY_MATERIAL, () -> imports(key, wrapped, again.importToken(), 0));
    house.clock.forward(Duration.ofHours(24).minusSeconds(1));
    imports(key, wrapped, to.importToken(), 0);
    imports(key, wrapped, to.importToken(), 0);
    house.clock.forward(Duration.ofSeconds(1));
    unchanged(
        key, ErrorCode.EXPIRED_IMPORT_TOKEN, () -> imports(key, wrapped, to.importToken(), 0));
    assertThat(house.keys.imports().sweep()).isPositive();
    assertThat(house.store.<Long>read(view -> view.importTickets(key.id()).count())).isZero();
    unchanged(
        key, ErrorCode.EXPIRED_IMPORT_TOKEN, () -> imports(key, wrapped, to.importToken(), 0));
  }

  @Test
  void noBitOfATokenCanBeChanged() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    GetParametersForImport.Answer to = parameters(key, RSAES_OAEP_SHA_256);
    byte[] wrapped = Custodian.wrap(RSAES_OAEP_SHA_256, to.publicKey(), MATERIAL);
    byte[] token = Base64.getDecoder().decode(to.importToken());
    for (int bit = 0; bit < 8 * token.length; bit++) {
      byte[] flipped = token.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      String text = Base64.getEncoder().encodeToString(flipped);
      refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, wrapped, text, 0));
    }
    for (int length = 0; length < to.importToken().length(); length++) {
      String cut = to.importToken().substring(0, length);
      refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, wrapped, cut, 0));
    }
    refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, wrapped, to.importToken() + "A", 0));
    unchanged(key, ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, wrapped, "", 0));
    imports(key, wrapped, to.importToken(), 0);
  }

  @Test
  void tenFailedImportsVoidAToken() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    GetParametersForImport.Answer to = parameters(key, RSAES_PKCS1_V1_5);
    byte[] good = Custodian.wrap(RSAES_PKCS1_V1_5, to.publicKey(), MATERIAL);
    for (int i = 0; i < 20; i++) {
      imports(key, good, to.importToken(), 0);
    }
    byte[] bad = Custodian.wrap(RSAES_PKCS1_V1_5, to.publicKey(), Custodian.random(31));
    for (int i = 0; i < 10; i++) {
      refused(ErrorCode.INVALID_KEY_MATERIAL, () -> imports(key, bad, to.importToken(), 0));
    }
    refused(ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, bad, to.importToken(), 0));
    unchanged(key, ErrorCode.INVALID_IMPORT_TOKEN, () -> imports(key, good, to.importToken(), 0));
  }

  @Test
  void whateverIsWrongWithTheMaterialIsOneRefusal() {
    for (WrappingAlgorithm algorithm :
        List.of(RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256)) {
      Key key = external(KeySpec.ALIYUN_AES_256);
      GetParametersForImport.Answer to = parameters(key, algorithm);
      byte[] good = Custodian.wrap(algorithm, to.publicKey(), MATERIAL);
      List<byte[]> bad =
          List.of(
              new byte[0],
              Arrays.copyOf(good, 255),
              Arrays.copyOf(good, 257),
              flipped(good, 0),
              flipped(good, 2047),
              new byte[256],
              Custodian.wrap(algorithm, to.publicKey(), new byte[0]),
              Custodian.wrap(algorithm, to.publicKey(), Custodian.random(31)),
              Custodian.wrap(algorithm, to.publicKey(), Custodian.random(33)));
      Set<String> messages =
          bad.stream()
              .map(wrapped -> catchThrowable(() -> imports(key, wrapped, to.importToken(), 0)))
              .map(thrown -> thrown.getMessage())
              .collect(Collectors.toSet());
      assertThat(messages).containsExactly(ErrorCode.INVALID_KEY_MATERIAL.message());
      unchanged(
          key,
          ErrorCode.INVALID_KEY_MATERIAL,
          () -> imports(key, bad.getFirst(), to.importToken(), 0));
    }
  }

  @Test
  void onlyAnExternalKeyHasImports() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeySpec.ALIYUN_AES_256.defaultUsage());
    unchanged(key, ErrorCode.UNSUPPORTED_ORIGIN, () -> parameters(key, RSAES_OAEP_SHA_256));
    unchanged(key, ErrorCode.UNSUPPORTED_ORIGIN, () -> imports(key, new byte[256], "any token", 0));
    unchanged(
        key,
        ErrorCode.UNSUPPORTED_ORIGIN,
        () -> call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key))));
  }

  @Test
  void anEndThatHasPassedIsRefused() {
    Key key = external(KeySpec.ALIYUN_AES_256);
    long now = house.clock.instant().getEpochSecond();
    for (long end : new long[] {now, now - 1, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      unchanged(key, ErrorCode.INVALID_PARAMETER, () -> imports(key, MATERIAL, end));
    }
    imports(key, MATERIAL, now + 1);
  }

  /// As `KeyStateTable` says.
  @Test
  void everyStateOfAKeyAllowsWhatTheTableSays() {
    List<KeyStateTable.Row> rows =
        KeyStateTable.rows().stream()
            .filter(row -> KeyStateTable.OF_IMPORT.contains(row.action()))
            .toList();
    assertThat(rows).hasSize(KeyStateTable.OF_IMPORT.size());
    for (KeyStateTable.Row row : rows) {
      for (int i = 0; i < KeyStateTable.STATES.size(); i++) {
        KeyState before = KeyStateTable.STATES.get(i);
        KeyStateTable.Cell cell = row.cells().get(i);
        Key key = inState(before);
        Optional<ErrorCode> refusal = refusal(() -> act(row.action(), key));
        assertThat(refusal).as("%s in %s", row.action(), before).isEqualTo(cell.refusal());
        assertThat(state(key)).isEqualTo(cell.becomes().orElse(before));
      }
    }
  }

  @Test
  void aKeyInItsDeletionWindowLosesMaterialAndKeepsItsDate() {
    Key key = inState(KeyState.PENDING_DELETION);
    call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key)));
    Key now = house.keys.find(key.id()).orElseThrow();
    assertThat(now.state()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(now.deletion().date()).isPresent();
    assertThat(now.hasMaterial()).isFalse();
    house.keys.life().cancelDeletion(key.id());
    assertThat(state(key)).isEqualTo(KeyState.PENDING_IMPORT);
  }

  private static Key inState(KeyState state) {
    Key key = external(KeySpec.ALIYUN_AES_256);
    if (state != KeyState.PENDING_IMPORT) {
      imports(key, MATERIAL);
    }
    switch (state) {
      case DISABLED -> house.keys.life().disable(key.id());
      case PENDING_DELETION -> house.keys.life().scheduleDeletion(key.id(), 7);
      case ENABLED, PENDING_IMPORT, DESTROYING -> {}
    }
    return house.keys.find(key.id()).orElseThrow();
  }

  private static void act(String action, Key key) {
    switch (action) {
      case "kms:GetParametersForImport" -> parameters(key, RSAES_OAEP_SHA_256);
      case "kms:ImportKeyMaterial" -> imports(key, MATERIAL);
      case "kms:GetImportReceipt" ->
          call(GetImportReceipt.OPERATION, new GetImportReceipt.Request(id(key), Optional.empty()));
      default -> call(DeleteKeyMaterial.OPERATION, new DeleteKeyMaterial.Request(id(key)));
    }
  }

  private static Key external(KeySpec spec) {
    return house.keys.create(
        new NewKey(
            House.INSTANCE,
            spec,
            spec.defaultUsage(),
            Optional.empty(),
            Origin.EXTERNAL,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
  }

  private static String id(Key key) {
    return key.id().value();
  }

  private static KeyState state(Key key) {
    return house.keys.find(key.id()).orElseThrow().state();
  }

  private static GetParametersForImport.Answer parameters(Key key, WrappingAlgorithm algorithm) {
    return call(
        GetParametersForImport.OPERATION,
        new GetParametersForImport.Request(id(key), WrappingKeySpec.RSA_2048, algorithm));
  }

  private static void imports(Key key, byte[] material) {
    imports(key, material, 0);
  }

  private static void imports(Key key, byte[] material, long end) {
    GetParametersForImport.Answer to = parameters(key, RSAES_OAEP_SHA_256);
    imports(
        key, Custodian.wrap(RSAES_OAEP_SHA_256, to.publicKey(), material), to.importToken(), end);
  }

  private static void imports(Key key, byte[] wrapped, String token, long end) {
    call(ImportKeyMaterial.OPERATION, new ImportKeyMaterial.Request(id(key), wrapped, token, end));
  }

  private static byte[] encrypt(Key key, String text) {
    return call(
            Encrypt.OPERATION,
            new Encrypt.Request(id(key), House.secret(text), Optional.empty(), Optional.empty()))
        .ciphertextBlob();
  }

  private static String decrypt(byte[] blob) {
    try (SecretBytes plaintext = answer(blob).plaintext()) {
      return plaintext.use(String::new);
    }
  }

  private static Decrypt.Answer answer(byte[] blob) {
    return call(
        Decrypt.OPERATION,
        new Decrypt.Request(blob, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static byte[] advance(byte[] blob) {
    byte[] marked = new byte[blob.length + 3];
    marked[0] = 0x24;
    marked[2] = 2;
    System.arraycopy(blob, 0, marked, 3, blob.length);
    return marked;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  private static <Q extends Record, A extends Record> A call(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }

  /// Refused, and the key is as it was.
  private static void unchanged(Key key, ErrorCode code, ThrowingCallable call) {
    Key before = house.keys.find(key.id()).orElseThrow();
    refused(code, call);
    assertThat(house.keys.find(key.id()).orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(before);
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThat(refusal(call)).contains(code);
  }

  private static Optional<ErrorCode> refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    if (thrown == null) {
      return Optional.empty();
    }
    assertThat(thrown).isInstanceOf(KmsException.class);
    return Optional.of(((KmsException) thrown).code());
  }

  /// Material of each spec, the same every time.
  private static final class Materials {
    private static final Map<KeySpec, KeyPair> PAIRS = new EnumMap<>(KeySpec.class);

    static byte[] of(KeySpec spec) {
      return spec.isAsymmetric()
          ? pair(spec).getPrivate().getEncoded()
          : Arrays.copyOf(MATERIAL, spec.bits() / 8);
    }

    static byte[] publicOf(KeySpec spec) {
      return pair(spec).getPublic().getEncoded();
    }

    private static KeyPair pair(KeySpec spec) {
      return PAIRS.computeIfAbsent(spec, Custodian::pair);
    }
  }
}
