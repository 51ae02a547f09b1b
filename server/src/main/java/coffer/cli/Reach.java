package coffer.cli;

import coffer.operations.Api;
import coffer.operations.Operation;
import java.util.List;
import java.util.Set;

/// The operations that a command line can mean. The model of a command takes longer to make than
/// the command does, so that those which cannot be meant are left out.
///
/// @param everything whatever the words are
record Reach(List<String> words, boolean everything) {
  /// These commands speak of all others.
  private static final Set<String> SPEAKS_OF_ALL = Set.of("completion", "manual");

  static Reach all() {
    return new Reach(List.of(), true);
  }

  static Reach of(String... args) {
    boolean everything =
        args.length > 0 && (SPEAKS_OF_ALL.contains(args[0]) || args[0].startsWith("@"));
    return new Reach(List.of(args), everything);
  }

  /// Whether the words lead into the commands of an API.
  boolean into(Api api) {
    return everything || (!words.isEmpty() && words.getFirst().equals(api.group()));
  }

  /// Those of one API; all of them when the words name none.
  List<Operation<?, ?>> among(List<Operation<?, ?>> operations) {
    if (everything || words.size() < 2) {
      return operations;
    }
    List<Operation<?, ?>> named =
        operations.stream().filter(o -> Kebab.of(o.name()).equals(words.get(1))).toList();
    return named.isEmpty() ? operations : named;
  }
}
