package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.DecryptRequest;
import com.aliyun.kms20160120.models.DecryptResponseBody;
import com.aliyun.kms20160120.models.EncryptRequest;
import com.aliyun.kms20160120.models.EncryptResponseBody;
import com.aliyun.kms20160120.models.ListKeysRequest;
import com.aliyun.tea.TeaException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServer.class)
class EncryptionTest {
  private static final Map<String, String> CONTEXT =
      Map.of("tenant", "a b+c", "order", "4711&x=y", "ü", "*~");

  private final ServerHome home;
  private final Client sdk;
  private final String key;

  EncryptionTest(ServerHome home) throws Exception {
    this.home = home;
    this.sdk = Sdk.client(home, SignatureVersion.V3);
    this.key = Sdk.createKey(sdk, "Aliyun_AES_256").getKeyId();
  }

  @ParameterizedTest
  @EnumSource
  void decryptReturnsWhatEncryptSealedUnderEverySignature(SignatureVersion version)
      throws Exception {
    Client client = Sdk.client(home, version);
    EncryptResponseBody sealed = encrypt(client, "aGVsbG8=", CONTEXT);
    DecryptResponseBody opened = decrypt(client, sealed.getCiphertextBlob(), CONTEXT);
    assertThat(opened.getPlaintext()).isEqualTo("aGVsbG8=");
    assertThat(opened.getKeyId()).isEqualTo(key);
    assertThat(opened.getKeyVersionId()).isEqualTo(sealed.getKeyVersionId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plaintext", "x", "Grüße, 世界 \u0001 \"quoted\" \\ / 'a' <b>", "a+b c%20d&e=f"})
  void aTextThatIsNotBase64ComesBackAsItIs(String text) throws Exception {
    EncryptResponseBody sealed = encrypt(sdk, text, Map.of());
    assertThat(decrypt(sdk, sealed.getCiphertextBlob(), Map.of()).getPlaintext()).isEqualTo(text);
  }

  @Test
  void sixKilobytesFitAndNoMore() throws Exception {
    String largest = Base64.getEncoder().encodeToString(new byte[6144]);
    EncryptResponseBody sealed = encrypt(sdk, largest, Map.of());
    assertThat(decrypt(sdk, sealed.getCiphertextBlob(), Map.of()).getPlaintext())
        .isEqualTo(largest);
    String larger = Base64.getEncoder().encodeToString(new byte[6147]);
    Sdk.expectRefusal(400, "InvalidParameter", () -> encrypt(sdk, larger, Map.of()));
  }

  @Test
  void anotherContextIsRefused() throws Exception {
    String blob = encrypt(sdk, "aGVsbG8=", CONTEXT).getCiphertextBlob();
    for (Map<String, String> other :
        List.of(
            Map.<String, String>of(),
            Map.of("tenant", "a b+c"),
            Map.of("tenant", "a b+c", "order", "4711", "x", "y", "ü", "*~"))) {
      Sdk.expectRefusal(400, "InvalidParameter", () -> decrypt(sdk, blob, other));
    }
  }

  @Test
  void everyFlippedByteOfABlobIsRefused() throws Exception {
    byte[] blob =
        Base64.getDecoder().decode(encrypt(sdk, "aGVsbG8=", Map.of()).getCiphertextBlob());
    for (int at = 0; at < blob.length; at++) {
      byte[] flipped = blob.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      String text = Base64.getEncoder().encodeToString(flipped);
      Sdk.expectRefusal(400, "InvalidParameter", () -> decrypt(sdk, text, Map.of()));
    }
    Sdk.expectRefusal(400, "InvalidParameter", () -> decrypt(sdk, "bm9uc2Vuc2U=", Map.of()));
    Sdk.expectRefusal(400, "InvalidParameter", () -> decrypt(sdk, "no base64 at all", Map.of()));
  }

  @Test
  void anAsymmetricKeyIsRefused() throws Exception {
    String ec = Sdk.createKey(sdk, "EC_P256").getKeyId();
    Sdk.expectRefusal(
        400,
        "UnsupportedOperation",
        () -> sdk.encrypt(new EncryptRequest().setKeyId(ec).setPlaintext("aGVsbG8=")));
  }

  @ParameterizedTest
  @EnumSource
  void aWrongSecretDoesNotMatch(SignatureVersion version) throws Exception {
    RootKey wrong = new RootKey(home.server().rootKey().id(), "not-the-secret-of-this-access-key");
    Client client = Sdk.client(home, version, wrong);
    TeaException refusal =
        Sdk.refusal(400, "SignatureDoesNotMatch", () -> client.listKeys(new ListKeysRequest()));
    assertThat(refusal.getMessage()).contains("string to sign is:");
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownAccessKeyIsNotFound(SignatureVersion version) throws Exception {
    Client client = Sdk.client(home, version, new RootKey("LTAInobodyknowsthiskey00", "whatever"));
    Sdk.refusal(404, "InvalidAccessKeyId.NotFound", () -> client.listKeys(new ListKeysRequest()));
  }

  private EncryptResponseBody encrypt(Client client, String text, Map<String, String> context)
      throws Exception {
    EncryptRequest request = new EncryptRequest().setKeyId(key).setPlaintext(text);
    if (!context.isEmpty()) {
      request.setEncryptionContext(context);
    }
    return client.encrypt(request).getBody();
  }

  private static DecryptResponseBody decrypt(
      Client client, String blob, Map<String, String> context) throws Exception {
    DecryptRequest request = new DecryptRequest().setCiphertextBlob(blob);
    if (!context.isEmpty()) {
      request.setEncryptionContext(context);
    }
    return client.decrypt(request).getBody();
  }
}
