package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.JsonNode;

/// `coffer hsm` on NSS, where it is not as SoftHSM: two tokens of one serial, a string for
/// C_Initialize, OAEP with SHA-256.
class HsmToolsNssTest {
  private static final String PIN = "nss-custodian";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/nss/libsoftokn3.so"),
          Path.of("/usr/lib64/libsoftokn3.so"));

  @TempDir private Path folder = Path.of("");
  private Console console = new Console(SampleOperations.registry(), folder);

  /// NSS takes one database for as long as the process lives, so this is one test.
  @Test
  void theStepsOfTheCeremonyWorkUnderSha256() throws Exception {
    Path database = makeDatabase();
    String arguments =
        "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='' flags=noModDB".formatted(database);
    assertThat(json(arguments, "slots").path("Slots")).hasSizeGreaterThanOrEqualTo(2);

    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String publicKey = Files.write(file("pub"), pair.getPublic().getEncoded()).toString();
    JsonNode made = json(arguments, "import-public-key", publicKey, "--label", "kms");
    assertThat(Json.text(made, "Class")).isEqualTo("public-key");
    assertThat(made.path("Bits").asInt()).isEqualTo(2048);
    assertThat(json(arguments, "set-attribute", "kms", "wrap=true").path("Flags").toString())
        .contains("\"wrap\"");
    JsonNode key = json(arguments, "generate-key", "--label", "born here");
    assertThat(Json.text(key, "Type")).isEqualTo("aes");
    assertThat(key.path("Bits").asInt()).isEqualTo(256);
    for (String hash : new String[] {"sha256", "sha1"}) {
      String out = file(hash).toString();
      json(
          arguments,
          "wrap",
          "--with=kms",
          "--key=born here",
          "--mechanism=rsa-oaep",
          "--hash=" + hash,
          "--out=" + out);
      assertThat(open(pair, hash.equals("sha1") ? "SHA-1" : "SHA-256", Path.of(out))).hasSize(32);
    }
    assertThat(json(arguments, "list", "--class", "secret").path("Objects")).hasSize(1);
    assertThat(run(arguments, "delete", "kms", "--yes")).as(console.err()).isZero();
    assertThat(run(arguments, "list", "--pin-file", Files.writeString(file("p"), "no").toString()))
        .isEqualTo(1);
    assertThat(console.err()).startsWith("C_Login: CKR_PIN_INCORRECT (0xa0)");
  }

  private JsonNode json(String arguments, String tool, String... rest) {
    assertThat(run(arguments, tool, rest)).as(console.err()).isZero();
    return Json.parse(console.out());
  }

  private int run(String arguments, String tool, String... rest) {
    console = new Console(SampleOperations.registry(), folder);
    console.environment.put("COFFER_HSM_PIN", PIN);
    List<String> args =
        new ArrayList<>(
            List.of("hsm", tool, "--module", library().toString(), "--module-args", arguments));
    args.addAll(List.of(rest));
    return console.run(args.toArray(String[]::new));
  }

  private static byte[] open(KeyPair pair, String hash, Path wrapped)
      throws GeneralSecurityException, IOException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        pair.getPrivate(),
        new OAEPParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    return cipher.doFinal(Files.readAllBytes(wrapped));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /// A copy: other tests have the module itself initialised with other databases.
  private Path library() {
    Path found =
        PLACES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new AssertionFailedError("NSS is missing: apt-get install libnss3"));
    Path copies = file("module");
    try (Stream<Path> beside = Files.list(found.toRealPath().getParent())) {
      if (!Files.exists(copies)) {
        Files.createDirectory(copies);
        for (Path one : beside.toList()) {
          String name = one.getFileName().toString();
          if (name.startsWith("libsoftokn3") || name.startsWith("libfreebl")) {
            Files.copy(one, copies.resolve(name));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copies.resolve(found.getFileName());
  }

  private Path makeDatabase() throws IOException, InterruptedException {
    Path database = Files.createDirectory(file("nss"));
    Path pin = Files.writeString(file("nss.pin"), PIN);
    Process process =
        new ProcessBuilder("certutil", "-N", "-d", "sql:" + database, "-f", pin.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionFailedError("certutil failed: apt-get install libnss3-tools");
    }
    return database;
  }
}
