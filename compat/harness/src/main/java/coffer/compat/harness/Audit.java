package coffer.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The audit trail of a data directory.
public final class Audit {
  private final ServerHome home;

  Audit(ServerHome home) {
    this.home = home;
  }

  /// Fails unless `./coffer audit verify` finds it sound.
  public void requireSound() {
    home.coffer(List.of("audit", "verify")).orFail("coffer audit verify");
  }

  public Set<String> requestIds() {
    return values("requestId");
  }

  /// Where calls came from.
  public Set<String> sources() {
    return values("source");
  }

  public Set<String> outcomes() {
    return values("outcome");
  }

  /// Every value of a field of its records.
  public Set<String> values(String name) {
    Set<String> all = new HashSet<>();
    try (DirectoryStream<Path> segments =
        Files.newDirectoryStream(home.data().resolve("audit"), "0*.log")) {
      for (Path segment : segments) {
        all.addAll(
            Text.fields(
                new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1), name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
