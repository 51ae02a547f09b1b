package coffer.bench;

import coffer.cli.BenchSetting;
import coffer.wire.instance.proto.InstanceMessages.DecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.EncryptRequest;
import coffer.wire.instance.proto.InstanceMessages.EncryptResponse;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyRequest;
import coffer.wire.instance.proto.InstanceMessages.SignRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/// What is measured, each with so many requests that differ in their bodies.
final class Subjects {
  private static final int BODIES = 10_000;
  private static final int PLAINTEXT_BYTES = 32;
  static final String INSTANCE = "instance";

  private final BenchSetting setting;
  private final InstanceRequests instance;
  private final LoadClient client;
  private final Clock clock;
  private final String run;
  private int openApiRuns;

  Subjects(BenchSetting setting, LoadClient client, Clock clock, SecureRandom random) {
    this.setting = setting;
    this.instance = new InstanceRequests(setting, clock);
    this.client = client;
    this.clock = clock;
    this.run = HexFormat.of().toHexDigits(random.nextLong());
  }

  List<Subject> all() {
    return List.of(
        new Subject("Encrypt", INSTANCE, KeySpecs.AES, () -> Requests.cycling(encrypts())),
        new Subject("Sign", INSTANCE, KeySpecs.RSA, () -> signs(KeySpecs.RSA)),
        new Subject("Sign", INSTANCE, KeySpecs.EC, () -> signs(KeySpecs.EC)),
        new Subject("Decrypt", INSTANCE, KeySpecs.AES, this::decrypts),
        new Subject("GenerateDataKey", INSTANCE, KeySpecs.AES, this::dataKeys),
        new Subject("Encrypt", "openapi", KeySpecs.AES, this::openApiEncrypts));
  }

  byte[][] encrypts() {
    String key = setting.key(KeySpecs.AES);
    return instance.make(
        "Encrypt",
        BODIES,
        i -> EncryptRequest.newBuilder().setKeyId(key).setPlaintext(content(i)).build());
  }

  private Requests signs(String spec) {
    String key = setting.key(spec);
    return Requests.cycling(
        instance.make(
            "Sign",
            BODIES,
            i -> SignRequest.newBuilder().setKeyId(key).setMessage(content(i)).build()));
  }

  private Requests dataKeys() {
    String key = setting.key(KeySpecs.AES);
    return Requests.cycling(
        instance.make(
            "GenerateDataKey",
            BODIES,
            i ->
                GenerateDataKeyRequest.newBuilder()
                    .setKeyId(key)
                    .setNumberOfBytes(PLAINTEXT_BYTES)
                    .setAad(content(i))
                    .build()));
  }

  private Requests decrypts() throws IOException, InterruptedException {
    byte[][] answers = client.collect(Requests.cycling(encrypts()), BODIES);
    return Requests.cycling(instance.make("Decrypt", BODIES, i -> decrypt(answers[i])));
  }

  private static MessageLite decrypt(byte[] answer) {
    try {
      EncryptResponse sealed = EncryptResponse.parseFrom(answer);
      return DecryptRequest.newBuilder()
          .setKeyId(sealed.getKeyId())
          .setCiphertextBlob(sealed.getCiphertextBlob())
          .setIv(sealed.getIv())
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server answered Encrypt without protobuf", e);
    }
  }

  private Requests openApiEncrypts() {
    return new OpenApiRequests(setting, clock, Subjects::bytes, run + "-" + openApiRuns++);
  }

  private static ByteString content(int index) {
    return ByteString.copyFrom(bytes(index));
  }

  private static byte[] bytes(int index) {
    return ByteBuffer.allocate(PLAINTEXT_BYTES).putInt(index).array();
  }
}
