package coffer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The PKCS #11 modules that a configuration declares, looked at as files: the doctor loads no
/// foreign code.
final class ModuleChecks {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private ModuleChecks() {}

  static List<Finding> modules(Path config) {
    List<Finding> findings = new ArrayList<>();
    try {
      Object yaml =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(config));
      if (yaml instanceof Map<?, ?> map && map.get("modules") instanceof List<?> modules) {
        for (Object module : modules) {
          if (module instanceof Map<?, ?> values) {
            findings.add(module(values));
          }
        }
      }
    } catch (IOException | YamlEngineException e) {
      findings.add(
          Finding.fail("configuration", config + " cannot be read", "coffer config check"));
    }
    return findings;
  }

  private static Finding module(Map<?, ?> values) {
    String what = "module " + values.get("name");
    Path file = Path.of(String.valueOf(values.get("path")));
    if (!Files.isReadable(file)) {
      return Finding.fail(
          what, file + " is not readable", "install the module, or correct its path");
    }
    try {
      if (!isElf(file)) {
        return Finding.fail(what, file + " is not a shared library", "correct its path");
      }
      String sha256 = sha256(file);
      Optional<String> pinned =
          Optional.ofNullable(values.get("sha256")).map(v -> v.toString().toLowerCase(Locale.ROOT));
      if (pinned.isPresent() && !pinned.get().equals(sha256)) {
        return Finding.fail(
            what, "sha256 " + sha256 + " is not the declared one", "find out who replaced " + file);
      }
      return Finding.ok(what, file + ", sha256 " + sha256);
    } catch (IOException e) {
      return Finding.fail(what, e.toString(), "look at " + file);
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return MessageDigest.isEqual(in.readNBytes(ELF.length), ELF);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
