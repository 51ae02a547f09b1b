package coffer.boot;

import coffer.clusters.FormerMembers;
import coffer.clusters.Pem;
import coffer.store.Store;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The identity certificates of HSMs, by id: whose signatures stand on audit heads. Those that left
/// their clusters are among them. By serial number too: heads of earlier builds say that.
record Identities(Map<String, String> certificates) {
  private static final String PREFIX = "signer-";
  private static final String SUFFIX = ".pem";

  static Identities of(Store store) {
    Map<String, String> found = new HashMap<>(store.read(FormerMembers::of));
    store.read(view -> view.clusters().page(0, 1000)).stream()
        .flatMap(cluster -> cluster.members().stream())
        .forEach(member ->
            member
                .identCertificate()
                .ifPresent(pem -> {
                  found.put(member.id().value(), pem);
                  found.put(member.serial(), pem);
                }));
    return new Identities(found);
  }

  /// As an archive names them: enough to read it, no proof of who they were.
  static Identities in(Path archive) throws IOException {
    Map<String, String> found = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(archive, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        found.put(
            name.substring(PREFIX.length(), name.length() - SUFFIX.length()),
            Files.readString(file));
      }
    }
    return new Identities(found);
  }

  Function<String, Optional<PublicKey>> keys() {
    Map<String, PublicKey> keys = new HashMap<>();
    certificates.forEach(
        (serial, pem) -> keys.put(serial, Pem.parseCertificate(pem, "Certificate").getPublicKey()));
    return signer -> Optional.ofNullable(keys.get(signer));
  }
}
