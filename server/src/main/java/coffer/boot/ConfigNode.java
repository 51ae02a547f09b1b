package coffer.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One mapping of the configuration file. Every complaint names the line.
final class ConfigNode {
  private final Path file;
  private final MappingNode mapping;
  private final Map<String, Node> values = new HashMap<>();

  private ConfigNode(Path file, MappingNode mapping) {
    this.file = file;
    this.mapping = mapping;
  }

  /// @param known the keys it may have
  static ConfigNode of(Path file, Node node, Set<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw complaint(file, node, "expected `key: value` pairs");
    }
    ConfigNode result = new ConfigNode(file, mapping);
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(name)) {
        throw complaint(
            file, key, "unknown key `" + name + "`; known are " + String.join(", ", sorted(known)));
      }
      if (result.values.put(name, tuple.getValueNode()) != null) {
        throw complaint(file, key, "`" + name + "` stands here twice");
      }
    }
    return result;
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(node -> scalar(key, node));
  }

  String required(String key) {
    return text(key).orElseThrow(() -> complaint("`" + key + "` is missing"));
  }

  /// About this mapping as a whole.
  ConfigException complaint(String what) {
    return complaint(file, mapping, what);
  }

  <R> Optional<R> parsed(String key, String expected, Function<String, R> parse) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(scalar(key, node)));
    } catch (IllegalArgumentException e) {
      throw complaint(file, node, "`" + key + "` must be " + expected);
    }
  }

  Optional<Integer> port(String key) {
    return number(key, "a port, 0 to 65535", 65_535);
  }

  Optional<Integer> number(String key, int max) {
    return number(key, "a number, 0 to " + max, max);
  }

  private Optional<Integer> number(String key, String expected, int max) {
    return parsed(
        key,
        expected,
        text -> {
          int number = Integer.parseInt(text);
          if (number < 0 || number > max) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        });
  }

  List<String> texts(String key) {
    return list(key).stream().map(node -> scalar(key, node)).toList();
  }

  List<ConfigNode> nodes(String key, Set<String> known) {
    return list(key).stream().map(node -> of(file, node, known)).toList();
  }

  Optional<ConfigNode> node(String key, Set<String> known) {
    return Optional.ofNullable(values.get(key)).map(node -> of(file, node, known));
  }

  private List<Node> list(String key) {
    Node node = values.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return new ArrayList<>(sequence.getValue());
    }
    throw complaint(file, node, "`" + key + "` must be a list");
  }

  private String scalar(String key, Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    throw complaint(file, node, "`" + key + "` must have one value");
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static ConfigException complaint(Path file, Node node, String what) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    return new ConfigException(file + ":" + line + ": " + what);
  }
}
