package coffer.clusters;

import coffer.fuzz.FuzzTarget;
import coffer.hsm.HsmException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Certificates from outside, and what a cluster keeps in the store to know its members by.
public final class ClusterTargets {
  private ClusterTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "certificate",
                Pem.class,
                input ->
                    Pem.parseCertificate(new String(input, StandardCharsets.UTF_8), "Certificate"))
            .from(
                CERTIFICATE,
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
            .words("-----BEGIN ", "-----END ", "\n", "MII", "=", "Proc-Type: 4,ENCRYPTED\n"),
        FuzzTarget.of("cluster-labels", ClusterLabels.class, ClusterLabels::decode)
            .from(
                new ClusterLabels(Optional.of("vpc"), List.of("one", "two"), List.of("10.0.0.0/8"))
                    .encode(),
                ClusterLabels.NONE.encode())
            .words("\u0000\u0000\u0000\u0009", "\u00ff\u00ff\u00ff\u00ff")
            .refusing(UncheckedIOException.class),
        FuzzTarget.of("domain-check", DomainCheck.class, DomainCheck::decode)
            .from(check())
            .words("KWP", "\u0000\u0000\u0000\u0010", "\u00ff\u00ff\u00ff\u00ff")
            .refusing(UncheckedIOException.class)
            .refusing(HsmException.class));
  }

  private static byte[] check() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(1);
      out.writeUTF(coffer.model.WrapFormat.AES_KW.wireName());
      for (int length : new int[] {40, 32, 32}) {
        out.writeInt(length);
        out.write(new byte[length]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBczCCARmgAwIBAgIUCTOYyUhyYBDiobEQlBD7khJFNDUwCgYIKoZIzj0EAwIw
      DzENMAsGA1UEAwwEZnV6ejAeFw0yNjExMjMyMjQwMDdaFw0zNjExMjAyMjQwMDda
      MA8xDTALBgNVBAMMBGZ1enowWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQkvNZx
      zTKL6Ncgk6DPD6acomXoFXVIvdv88gPJqQjWz6EukcXiq8Czka0duSVwqP/SDwoU
      XVwp1SnE11IefuR0o1MwUTAdBgNVHQ4EFgQUfaEYSQYUWsVstJ1yiDAM7jisNl8w
      HwYDVR0jBBgwFoAUfaEYSQYUWsVstJ1yiDAM7jisNl8wDwYDVR0TAQH/BAUwAwEB
      /zAKBggqhkjOPQQDAgNIADBFAiBJiONValdG3YmLivr6vz5ZvxSeyq7jXr5pTzZj
      DnCsTAIhAO6u2k0GaqLjBp6o9rBA5a5+qKFllxCIaHnz3pOZZT2m
      -----END CERTIFICATE-----
      """;
}
