package coffer.wire.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One request of an official client, as a recorder saw it on the wire.
record Capture(
    String name,
    List<Map.Entry<String, String>> headers,
    byte[] body,
    String textToSign,
    boolean signed) {
  static final List<String> NAMES =
      List.of(
          "007-GenerateDataKey",
          "009-GetPublicKey",
          "010-Sign",
          "011-Verify",
          "015-GenerateRandom",
          "016-GetSecretValue",
          "go_encrypt",
          "java_advance_encrypt",
          "java_decrypt_with_migration_header",
          "java_encrypt",
          "java_error_404",
          "java_okhttp_empty_body_replay",
          "php_encrypt",
          "python_encrypt");

  static List<Capture> all() {
    return NAMES.stream().map(Capture::read).toList();
  }

  static Capture read(String name) {
    String text = resource(name + ".txt");
    String head = text.substring(0, text.indexOf("--- body hex"));
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    head.lines()
        .skip(2)
        .takeWhile(line -> !line.isEmpty())
        .forEach(line -> {
          int colon = line.indexOf(": ");
          headers.add(
              Map.entry(
                  line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2)));
        });
    return new Capture(
        name,
        headers,
        HexFormat.of().parseHex(section(text, "body hex", "string to sign")),
        section(text, "string to sign", "verdict"),
        text.contains("--- verdict SIG-OK"));
  }

  private static String section(String text, String name, String next) {
    String start = "--- " + name + "\n";
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf("--- " + next)).strip();
  }

  static PublicKey publicKey() {
    String pem = resource("client_pub.pem").replaceAll("-----[A-Z ]+-----|\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Capture.class.getResourceAsStream("/vectors/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no vector " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String header(String wanted) {
    return headers.stream()
        .filter(h -> h.getKey().equals(wanted))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
