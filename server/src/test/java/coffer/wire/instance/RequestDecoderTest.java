package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.testing.Seeds;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDecoderTest {
  private static final TestOperations OPERATIONS = new TestOperations();

  private static <Q extends Record> RequestDecoder<Q> decoder(String name, Class<Q> type) {
    Operation<?, ?> operation = OPERATIONS.all().find(Api.INSTANCE, name).orElseThrow();
    assertThat(operation.request()).isEqualTo(type);
    @SuppressWarnings("unchecked")
    Operation<Q, ?> typed = (Operation<Q, ?>) operation;
    return RequestDecoder.of(typed);
  }

  private static TestOperations.EncryptRequest encrypt(String hex) {
    return decoder("Encrypt", TestOperations.EncryptRequest.class)
        .decode(HexFormat.of().parseHex(hex), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Wrong wire types.
        "0801|The specified parameter \"KeyId\" is not valid.",
        "1201610d00000000|The specified parameter \"KeyId\" is not valid.",
        // Not UTF-8.
        "0a01ff120161|The specified parameter is not valid.",
        // Truncated: in a value, in a length, in a tag.
        "0a0361|The specified parameter is not valid.",
        "0a|The specified parameter is not valid.",
        "0a0161ff|The specified parameter is not valid.",
        // A length beyond the body, and a negative one.
        "0affffff7f61|The specified parameter is not valid.",
        "0affffffffffffffffff0161|The specified parameter is not valid.",
        // Field number zero, and an end of a group that never began.
        "00|The specified parameter is not valid.",
        "0a01611201610c|The specified parameter \"KeyId\" is not valid.",
        "7c|The specified parameter is not valid.",
        // Missing.
        "''|Parameter KeyId does not exist in http header or body.",
        "0a00120161|Parameter KeyId does not exist in http header or body.",
        "0a0161|Parameter Plaintext does not exist in http header or body.",
        "0a01611200|Parameter Plaintext does not exist in http header or body."
      })
  void malformedBodiesAreRefused(String hex, String message) {
    assertThatThrownBy(() -> encrypt(hex)).isInstanceOf(KmsException.class).hasMessage(message);
  }

  @Test
  void unknownFieldsAreSkippedAndTheLastOfARepeatedOneWins() {
    // 100: varint, 101: fixed64, 102: bytes, 103: fixed32, 104: a group.
    String unknown = "a00601" + "a9060000000000000000" + "b206027878" + "bd0600000000" + "c306c406";
    TestOperations.EncryptRequest request =
        encrypt(unknown + "0a0161" + "12027878" + "0a0162" + "1203797979" + unknown);
    assertThat(request.keyId()).isEqualTo("b");
    assertThat(request.plaintext().<String>use(b -> new String(b, StandardCharsets.US_ASCII)))
        .isEqualTo("yyy");
    assertThat(request.aad()).isEmpty();
  }

  @Test
  void requiredNumbersAreZeroWhenAbsent() {
    RequestDecoder<TestOperations.RandomRequest> decoder =
        decoder("GenerateRandom", TestOperations.RandomRequest.class);
    assertThat(decoder.decode(new byte[0], Optional.empty()).length()).isZero();
    assertThat(decoder.decode(new byte[] {8, 32}, Optional.empty()).length()).isEqualTo(32);
    byte[] negative =
        InstanceMessages.GenerateRandomRequest.newBuilder().setLength(-1).build().toByteArray();
    assertThat(decoder.decode(negative, Optional.empty()).length()).isEqualTo(-1);
  }

  @Test
  void anIdThatIsNoneIsNamedByItsField() {
    byte[] body =
        InstanceMessages.AdvanceEncryptRequest.newBuilder().setKeyId("no id").build().toByteArray();
    assertThatThrownBy(() ->
            decoder("AdvanceEncrypt", TestOperations.AdvanceEncryptRequest.class)
                .decode(body, Optional.empty()))
        .isInstanceOf(KmsException.class)
        .hasMessage("The specified parameter \"KeyId\" is not valid.");
  }

  @Test
  void whateverTheBytesOnlyARecordOrARefusalComesOut() {
    RequestDecoder<TestOperations.EncryptRequest> encrypt =
        decoder("Encrypt", TestOperations.EncryptRequest.class);
    RequestDecoder<TestOperations.DecryptRequest> decrypt =
        decoder("Decrypt", TestOperations.DecryptRequest.class);
    RequestDecoder<TestOperations.VerifyRequest> verify =
        decoder("Verify", TestOperations.VerifyRequest.class);
    RequestDecoder<TestOperations.SecretRequest> secret =
        decoder("GetSecretValue", TestOperations.SecretRequest.class);
    List<Consumer<byte[]>> decoders =
        List.of(
            b -> encrypt.decode(b, Optional.empty()),
            b -> decrypt.decode(b, Optional.empty()),
            b -> verify.decode(b, Optional.empty()),
            b -> secret.decode(b, Optional.empty()));
    byte[] valid =
        InstanceMessages.VerifyRequest.newBuilder()
            .setKeyId("key")
            .setSignature(ByteString.copyFromUtf8("signature"))
            .setMessageType("RAW")
            .setMessage(ByteString.copyFromUtf8("message"))
            .build()
            .toByteArray();
    Seeds.check(
        3_000,
        random -> {
          byte[] body = random.nextBoolean() ? noise(random) : mutated(valid, random);
          for (Consumer<byte[]> decoder : decoders) {
            try {
              decoder.accept(body.clone());
            } catch (KmsException e) {
              assertThat(e.code().httpStatus()).isEqualTo(400);
            }
          }
        });
  }

  private static byte[] noise(RandomGenerator random) {
    byte[] noise = new byte[random.nextInt(64)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] mutated(byte[] valid, RandomGenerator random) {
    byte[] bytes = Arrays.copyOf(valid, random.nextInt(valid.length + 1));
    for (int i = 0; i < 3 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
