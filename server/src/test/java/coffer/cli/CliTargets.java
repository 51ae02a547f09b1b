package coffer.cli;

import coffer.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;

/// What the command reads of servers and of files.
public final class CliTargets {
  private static final String EC_KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE04jVB5QkWbBqxgDRQ+4LgiZx44"
          + "F4uwnPHKNBHKYMFKice4lVGI7N9GjMBBBg5F7Ck+pqQspKRDm4HlgXASkvQg==";

  private CliTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "cli-json",
                Json.class,
                input -> {
                  Json.parse(input);
                  Json.parse(new String(input, StandardCharsets.UTF_8));
                })
            .from("{\"KeyId\":\"a\",\"n\":[1,true,null]}")
            .words("[", "{", "\"", "\\u0000", "1e999999")
            .refusing(JacksonException.class),
        FuzzTarget.of("cli-ca", TrustedCa.class, TrustedCa::parse)
            .from("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
            .words("-----BEGIN ", "-----END ", "\n", "MII", "0\u0082")
            .refusing(GeneralSecurityException.class),
        FuzzTarget.of("public-key-file", PublicKeyFile.class, PublicKeyFile::parse)
            .from(
                "-----BEGIN PUBLIC KEY-----\n" + EC_KEY + "\n-----END PUBLIC KEY-----\n",
                "-----BEGIN RSA PUBLIC KEY-----\nMAYCAQMCAQM=\n-----END RSA PUBLIC KEY-----\n",
                EC_KEY)
            .from(Base64.getDecoder().decode(EC_KEY))
            .words("-----BEGIN ", "-----END ", "\n", "MII", "0\u0082", "=")
            .refusing(InvalidKeySpecException.class),
        FuzzTarget.of(
                "byok-receipt", ByokVerification.class, new ByokVerification(List.of())::check)
            .from(
                "{\"Format\":\"coffer byok receipt 1\",\"Service\":{\"Statement\":"
                    + "\"{\\\"IssuedAt\\\":\\\"2026-03-01T12:00:00Z\\\"}\",\"Signature\":\"AA==\","
                    + "\"CertificateChain\":\"\"},\"Custodian\":{\"Statement\":\"{}\"}}")
            .words("{", "\"", "\\", "Z", "-----BEGIN CERTIFICATE-----")
            .refusing(GeneralSecurityException.class),
        FuzzTarget.of(
                "attribute-assignment",
                AttributeAssignment.class,
                input -> AttributeAssignment.parse(new String(input, StandardCharsets.UTF_8)))
            .from("wrap=true", "label=a", "CKA_ID=0a0b", "end-date=2030-01-31", "start-date=")
            .words("=", "CKA_", "true", "-", "9999-12-31", "\u0000")
            .refusing(Trouble.class));
  }
}
