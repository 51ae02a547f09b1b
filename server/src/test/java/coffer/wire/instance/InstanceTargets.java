package coffer.wire.instance;

import coffer.fuzz.FuzzTarget;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.catalog.Catalog;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the Instance API reads: headers, dates, and one message per action.
public final class InstanceTargets {
  private InstanceTargets() {}

  public static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>();
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (operation.api() == Api.INSTANCE) {
        all.add(action(operation));
      }
    }
    all.add(envelope());
    all.add(
        FuzzTarget.of("http-date", HttpDate.class, input -> HttpDate.parse(latin1(input)))
            .from("Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 1 Jan 2024 00:00:00 +0100")
            .words("GMT", "UTC", "Feb", "29", "9999", "-", "99"));
    return all;
  }

  private static <Q extends Record> FuzzTarget action(Operation<Q, ?> operation) {
    RequestDecoder<Q> decoder = RequestDecoder.of(operation);
    return FuzzTarget.of(
            "instance-" + operation.name().toLowerCase(Locale.ROOT),
            RequestDecoder.class,
            input -> decoder.close(decoder.decode(input, Optional.empty())))
        .from(message(Messages.request(operation)))
        .words("key-hzz62f1cb66fa42qo", "AES_GCM", "RSA_PSS_SHA_256", "\n", "\u0000", "DIGEST");
  }

  /// Every field once.
  private static byte[] message(Descriptor type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (FieldDescriptor field : type.getFields()) {
        switch (field.getType()) {
          case INT32 -> out.writeInt32(field.getNumber(), 32);
          case BOOL -> out.writeBool(field.getNumber(), true);
          case BYTES -> out.writeByteArray(field.getNumber(), new byte[] {1, 2, 3, 4});
          default -> out.writeString(field.getNumber(), "key-hzz62f1cb66fa42qo");
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static FuzzTarget envelope() {
    return FuzzTarget.of(
            "envelope",
            Envelope.class,
            input -> {
              Envelope envelope = Envelope.read(new FakeCall("POST", headers(input), new byte[0]));
              envelope.textToSign();
              envelope.signature();
            })
        .from(
            """
            accept: application/x-protobuf
            authorization: Bearer c2lnbmF0dXJl
            content-sha256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855
            content-type: application/x-protobuf
            date: Sun, 06 Nov 1994 08:49:37 GMT
            x-kms-acccesskeyid: KAAP.1
            x-kms-apiname: Encrypt
            x-kms-apiversion: dkms-gcs-0.2
            x-kms-signaturemethod: RSA_PKCS1_SHA_256
            """)
        .words("TOKEN ", "Bearer ", "x-kms-", "=", ": ", "\n", "x-kms-apiname: Encrypt\n");
  }

  private static List<Map.Entry<String, String>> headers(byte[] input) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line : latin1(input).split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(
            Map.entry(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static String latin1(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }
}
