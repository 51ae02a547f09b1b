package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InstanceClientTest {
  /// A request that the Java SDK 0.5.2 sent with the same client key.
  @Test
  void signsAsTheSdkDoes() throws Exception {
    ClientKeyFile key = ClientKeyFile.read(resource("clientKey.json"), password());
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("KeyId", Value.of("key-aes"));
    values.put(
        "Plaintext",
        new Value.Secret(SecretBytes.owning("hello".getBytes(StandardCharsets.UTF_8))));
    byte[] body = InstanceMessage.request("Encrypt", values).toByteArray();
    assertThat(HexFormat.of().formatHex(body)).isEqualTo("0a076b65792d616573120568656c6c6f");

    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("x-kms-acccesskeyid", key.keyId());
    signed.put("x-kms-apiname", "Encrypt");
    signed.put("x-kms-apiversion", "dkms-gcs-0.2");
    signed.put("x-kms-signaturemethod", "RSA_PKCS1_SHA_256");
    String sha256 = V3Signature.sha256(body).toUpperCase(Locale.ROOT);
    String text = InstanceClient.stringToSign(sha256, "Sat, 21 Nov 2026 16:50:58 GMT", signed);
    assertThat(InstanceClient.sign(key.privateKey(), text))
        .isEqualTo(
            "d74IpluBc6KLKxUXcfrdiOr4GD7ewTL3alrMY082u2U2zx/ayjqbv6xVsQseKbABsM0zfbmfZTj7n2t8xcJ/"
                + "CjJ0EuUwHXOPzRvmB+XXIORwROgFQPQo66Yv7LlpCE04trG67GLl+/Btu9qmQmFJj7raHbXshWX0dFXi"
                + "uDMxgYWSZiGWOjtwDX4kc7aHAFxQHFEGlq0UPGOGWvi1s/zvQmSVEdM3OQH8Qbxk0GkY54SJhr2eW5gg"
                + "O0/VYhZ2Wu/HOrgOflU+P5z0IoYxcZrhYiei7yySpf1HFztbTBAnn8KDF/7FwHVSw7VNlIUP+hN6U3TZ"
                + "dpJJRm3PvwWGTuL32Q==");
  }

  @Test
  void aWrongPasswordIsOneLine() throws Exception {
    SecretBytes wrong = SecretBytes.owning("wrong".getBytes(StandardCharsets.UTF_8));
    Path file = resource("clientKey.json");
    assertThatThrownBy(() -> ClientKeyFile.read(file, wrong))
        .isInstanceOf(Trouble.class)
        .hasMessageStartingWith("The password does not open the client key");
  }

  private static SecretBytes password() throws IOException, URISyntaxException {
    return SecretBytes.owning(Files.readAllBytes(resource("clientKey_Password.txt")));
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(InstanceClientTest.class.getResource(name));
    return Path.of(url.toURI());
  }
}
