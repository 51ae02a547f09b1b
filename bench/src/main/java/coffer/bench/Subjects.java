package coffer.bench;

import coffer.cli.BenchSetting;
import coffer.wire.instance.proto.InstanceMessages.DecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.EncryptRequest;
import coffer.wire.instance.proto.InstanceMessages.EncryptResponse;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyRequest;
import coffer.wire.instance.proto.InstanceMessages.HmacRequest;
import coffer.wire.instance.proto.InstanceMessages.SignRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// What is measured of the Instance API, each with so many requests that differ in their bodies.
final class Subjects {
  private static final int BODIES = 10_000;
  private static final int PLAINTEXT_BYTES = 32;
  private static final String OAEP = "RSAES_OAEP_SHA_256";

  private final BenchSetting setting;
  private final InstanceRequests instance;
  private final LoadClient client;

  Subjects(BenchSetting setting, LoadClient client, Clock clock) {
    this.setting = setting;
    this.instance = new InstanceRequests(setting, clock);
    this.client = client;
  }

  List<Subject> all() {
    List<Subject> all = new ArrayList<>();
    KeySpecs.SYMMETRIC.forEach(spec -> {
      all.add(subject("Encrypt", spec, () -> Requests.cycling(encrypts(spec))));
      all.add(subject("Decrypt", spec, () -> decrypts(spec)));
    });
    all.add(subject("GenerateDataKey", KeySpecs.AES, this::dataKeys));
    KeySpecs.RSA.forEach(spec -> {
      all.add(subject("Sign", spec, () -> signs(spec)));
      all.add(other("Encrypt", spec, () -> Requests.cycling(encrypts(spec))));
      all.add(other("Decrypt", spec, () -> decrypts(spec)));
    });
    KeySpecs.EC.forEach(spec -> all.add(subject("Sign", spec, () -> signs(spec))));
    KeySpecs.HMAC.forEach(spec -> all.add(other("Hmac", spec, () -> macs(spec))));
    return all;
  }

  private static Subject subject(String operation, String spec, Subject.Preparation requests) {
    boolean usual =
        List.of(KeySpecs.AES, KeySpecs.RSA.getFirst(), KeySpecs.EC.getFirst()).contains(spec);
    return new Subject(operation, Subject.INSTANCE, spec, usual, requests);
  }

  private static Subject other(String operation, String spec, Subject.Preparation requests) {
    return new Subject(operation, Subject.INSTANCE, spec, false, requests);
  }

  byte[][] encrypts(String spec) {
    String key = setting.key(spec);
    String algorithm = KeySpecs.RSA.contains(spec) ? OAEP : "";
    return instance.make(
        "Encrypt",
        BODIES,
        i ->
            EncryptRequest.newBuilder()
                .setKeyId(key)
                .setPlaintext(content(i))
                .setAlgorithm(algorithm)
                .build());
  }

  /// One for each key in turn.
  byte[][] encrypts(IntFunction<String> keys, int count) {
    return instance.make(
        "Encrypt",
        count,
        i -> EncryptRequest.newBuilder().setKeyId(keys.apply(i)).setPlaintext(content(i)).build());
  }

  private Requests signs(String spec) {
    String key = setting.key(spec);
    return made("Sign", i -> SignRequest.newBuilder().setKeyId(key).setMessage(content(i)).build());
  }

  private Requests macs(String spec) {
    String key = setting.key(spec);
    return made("Hmac", i -> HmacRequest.newBuilder().setKeyId(key).setMessage(content(i)).build());
  }

  private Requests dataKeys() {
    String key = setting.key(KeySpecs.AES);
    return made(
        "GenerateDataKey",
        i ->
            GenerateDataKeyRequest.newBuilder()
                .setKeyId(key)
                .setNumberOfBytes(PLAINTEXT_BYTES)
                .setAad(content(i))
                .build());
  }

  private Requests decrypts(String spec) throws IOException, InterruptedException {
    byte[][] answers = client.collect(Requests.cycling(encrypts(spec)), BODIES);
    return made("Decrypt", i -> decrypt(answers[i]));
  }

  private Requests made(String action, IntFunction<MessageLite> body) {
    return Requests.cycling(instance.make(action, BODIES, body));
  }

  private static MessageLite decrypt(byte[] answer) {
    try {
      EncryptResponse sealed = EncryptResponse.parseFrom(answer);
      return DecryptRequest.newBuilder()
          .setKeyId(sealed.getKeyId())
          .setCiphertextBlob(sealed.getCiphertextBlob())
          .setAlgorithm(sealed.getAlgorithm())
          .setIv(sealed.getIv())
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server answered Encrypt without protobuf", e);
    }
  }

  private static ByteString content(int index) {
    return ByteString.copyFrom(bytes(index));
  }

  static byte[] bytes(int index) {
    return ByteBuffer.allocate(PLAINTEXT_BYTES).putInt(index).array();
  }
}
