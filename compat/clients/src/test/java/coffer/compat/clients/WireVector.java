package coffer.compat.clients;

import coffer.compat.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of the published vectors that the testkit keeps (`testkit/vectors/README.md`).
///
/// @param id with its file, for messages
/// @param group the line of its group, which tells apart what the file's authors thought apart
/// @param fields in hexadecimal, those of its group among them
record WireVector(String id, boolean valid, String group, Map<String, String> fields) {
  private static final Path FOLDER =
      Repository.root().resolve("testkit/src/main/resources/coffer/testkit/vectors");

  static List<WireVector> read(String file) {
    List<WireVector> vectors = new ArrayList<>();
    String group = "";
    try {
      for (String line : Files.readAllLines(FOLDER.resolve(file + ".txt"))) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        switch (words.getFirst()) {
          case "#", "left" -> {
            // Nothing to try.
          }
          case "group" -> group = line;
          default -> vectors.add(vector(file, group, words));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  private static WireVector vector(String file, String group, List<String> words) {
    if (words.get(1).equals("acceptable")) {
      throw new IllegalArgumentException("decide about " + words.getFirst() + " of " + file);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    put(Arrays.asList(group.split(" ")).subList(1, group.split(" ").length), fields);
    put(words.subList(3, words.size()), fields);
    boolean valid = words.get(1).equals("valid");
    return new WireVector(file + " " + words.getFirst(), valid, group, fields);
  }

  private static void put(List<String> words, Map<String, String> fields) {
    for (String word : words) {
      int equals = word.indexOf('=');
      fields.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  String text(String field) {
    return fields.getOrDefault(field, "");
  }

  byte[] bytes(String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(text(name));
    }
    return HexFormat.of().parseHex(all);
  }

  @Override
  public String toString() {
    return id;
  }
}
