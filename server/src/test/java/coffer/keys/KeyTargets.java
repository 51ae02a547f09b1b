package coffer.keys;

import coffer.fuzz.FuzzTarget;
import coffer.model.ImportTicketId;
import coffer.model.KeyId;
import coffer.model.KeyVersionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Ciphertexts that come back, and the ids of keys.
public final class KeyTargets {
  private static final String VERSION = "0f4a2b8e-5f39-4d9b-8c53-3d4e7d1b9c10";

  private KeyTargets() {}

  public static List<FuzzTarget> all() {
    String blob = VERSION + "0123456789ab" + "ciphertext and its tag of sixteen";
    return List.of(
        FuzzTarget.of(
                "ciphertext-blob",
                CiphertextBlob.class,
                input -> {
                  CiphertextBlob.decode(input);
                  CiphertextBlob.decodeAdvance(input);
                })
            .from(blob, "$\u0000\u0002" + blob)
            .words("$\u0000\u0002", "-", VERSION),
        FuzzTarget.of("import-token", ImportToken.class, input -> ImportToken.parse(text(input)))
            .from(token(0), token(1_700_000_000_000L))
            .words("AQ", "AAAA", "=", "+", "\n"),
        FuzzTarget.of(
                "key-version-id", KeyVersionId.class, input -> KeyVersionId.parse(text(input)))
            .from(VERSION)
            .words("-", "0", "F", "é"),
        FuzzTarget.of("key-id", KeyId.class, input -> new KeyId(text(input)).value())
            .from("key-hzz62f1cb66fa42qo")
            .words("key-", "alias/", "acs:kms:cn-hangzhou:1234567890123456:key/")
            .refusing(IllegalArgumentException.class),
        FuzzTarget.of("export-key", ExportKey.class, ExportKey::parse)
            .from("0\u0082")
            .words("0\u0082", "\u0002\u0003", "\u0003\u0082", "\u0000"));
  }

  private static String token(long expires) {
    return new ImportToken(
            new ImportTicketId(new UUID(1, 2)),
            Instant.ofEpochMilli(expires),
            new byte[32],
            new byte[32])
        .text();
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }
}
