package coffer.testkit.vectors;

import coffer.testkit.vectors.Vector.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A file of vectors: of every group that Coffer's API can be asked, all vectors; of the others the
/// name.
///
/// @param tests how many vectors the source has, with those left out
public record VectorFile(String name, int tests, List<VectorGroup> groups, List<LeftOut> leftOut) {
  private static final String TESTS = "# tests ";

  /// Groups of one kind that are outside the API.
  public record LeftOut(String name, int tests) {}

  public static VectorFile wycheproof(String name) {
    return read("wycheproof/" + name);
  }

  public static VectorFile nist(String name) {
    return read("nist/" + name);
  }

  public Stream<Vector> vectors() {
    return groups.stream().flatMap(group -> group.vectors().stream());
  }

  /// The lines of a resource beside this class.
  static List<String> lines(String name) {
    try (InputStream in = VectorFile.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("no vectors " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VectorFile read(String name) {
    int tests = 0;
    List<VectorGroup> groups = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (String line : lines(name)) {
      if (line.startsWith(TESTS)) {
        tests = Integer.parseInt(line.substring(TESTS.length()));
      } else if (!line.startsWith("#")) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        switch (words.getFirst()) {
          case "left" -> leftOut.add(leftOut(words));
          case "group" -> groups.add(group(words));
          default -> groups.getLast().vectors().add(vector(name, words));
        }
      }
    }
    return new VectorFile(name, tests, groups, leftOut);
  }

  private static LeftOut leftOut(List<String> words) {
    Map<String, String> parameters = fields(words.subList(1, words.size()));
    String tests = parameters.getOrDefault("tests", "0");
    parameters.remove("tests");
    return new LeftOut(text(parameters), Integer.parseInt(tests));
  }

  private static VectorGroup group(List<String> words) {
    Map<String, String> parameters = fields(words.subList(1, words.size()));
    String key = parameters.getOrDefault("key", "");
    parameters.remove("key");
    return new VectorGroup(text(parameters), parameters, key, new ArrayList<>());
  }

  private static Vector vector(String file, List<String> words) {
    return new Vector(
        file + " " + words.getFirst(),
        Verdict.valueOf(words.get(1).toUpperCase(Locale.ROOT)),
        List.of(words.get(2).split(",")),
        fields(words.subList(3, words.size())));
  }

  /// `name=value`, in the order of the line.
  private static Map<String, String> fields(List<String> words) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      fields.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return fields;
  }

  private static String text(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }
}
