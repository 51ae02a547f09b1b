package coffer.boot;

import coffer.backup.Manifest;
import java.util.ArrayList;
import java.util.List;

/// What an operator must know of a backup.
final class BackupText {
  private BackupText() {}

  static List<String> lines(Manifest manifest) {
    List<String> lines = new ArrayList<>();
    if (!manifest.tokens().isEmpty()) {
      lines.add("Software HSMs in it, sealed: " + String.join(", ", manifest.tokens()));
    }
    if (!manifest.hsmsOutside().isEmpty()) {
      lines.add(
          "Of these HSMs it holds wrapped blobs only, which open on a cluster with the same KEK: "
              + String.join(", ", manifest.hsmsOutside()));
    }
    if (!manifest.wholeAudit()) {
      lines.add("Of the audit trail it holds the newest segment only.");
    }
    return lines;
  }
}
