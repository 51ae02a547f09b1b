package coffer.audit;

import coffer.model.AuditHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The signed heads that went into an archive with their segments, a line of JSON each, in
/// `heads-FIRST-LAST.jsonl`.
public final class ArchivedHeads implements HeadStore {
  private static final int HEADS_MAX = 2_000_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final NavigableMap<Long, AuditHead> heads = new TreeMap<>();

  private ArchivedHeads() {}

  /// @throws AuditException DAMAGED when a line is no head
  public static ArchivedHeads read(Path directory) throws IOException {
    ArchivedHeads result = new ArchivedHeads();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "heads-*.jsonl")) {
      for (Path file : files) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            AuditHead head = parse(line);
            result.heads.put(head.sequence(), head);
            if (result.heads.size() > HEADS_MAX) {
              throw new IOException("more than " + HEADS_MAX + " heads in " + directory);
            }
          }
        }
      }
    }
    return result;
  }

  /// These and what the other has: one trail that is in two places.
  public HeadStore and(HeadStore other) {
    HeadStore archived = this;
    return new HeadStore() {
      @Override
      public Optional<AuditHead> newest() {
        return other.newest().or(archived::newest);
      }

      @Override
      public List<AuditHead> from(long from, int limit) {
        NavigableMap<Long, AuditHead> both = new TreeMap<>();
        archived.from(from, limit).forEach(head -> both.put(head.sequence(), head));
        other.from(from, limit).forEach(head -> both.put(head.sequence(), head));
        return both.values().stream().limit(limit).toList();
      }

      @Override
      public void append(AuditHead head) {
        other.append(head);
      }
    };
  }

  @Override
  public Optional<AuditHead> newest() {
    return Optional.ofNullable(heads.lastEntry()).map(Map.Entry::getValue);
  }

  @Override
  public List<AuditHead> from(long from, int limit) {
    return heads.tailMap(from, true).values().stream().limit(limit).toList();
  }

  @Override
  public void append(AuditHead head) {
    throw new IllegalStateException("an archive is not written to");
  }

  static String line(AuditHead head) {
    return JSON.writeValueAsString(
            Map.of(
                "sequence", head.sequence(),
                "hash", head.hash(),
                "at", head.at().toEpochMilli(),
                "signer", head.signer(),
                "signature", head.signature()))
        + "\n";
  }

  private static AuditHead parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return new AuditHead(
          json.required("sequence").asLong(),
          json.required("hash").binaryValue(),
          Instant.ofEpochMilli(json.required("at").asLong()),
          json.required("signer").asString(),
          json.required("signature").binaryValue());
    } catch (JacksonException e) {
      throw new AuditException(AuditException.Reason.DAMAGED, "a line of heads is damaged", e);
    }
  }
}
