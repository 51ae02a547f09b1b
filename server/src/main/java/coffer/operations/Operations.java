package coffer.operations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A set of operations, by API and name.
public final class Operations {
  private final Map<Api, Map<String, Operation<?, ?>>> byName = new LinkedHashMap<>();
  private final List<Operation<?, ?>> all;

  public Operations(List<Operation<?, ?>> all) {
    this.all = List.copyOf(all);
    for (Operation<?, ?> operation : all) {
      Map<String, Operation<?, ?>> names =
          byName.computeIfAbsent(operation.api(), _ -> new LinkedHashMap<>());
      if (names.put(operation.name(), operation) != null) {
        throw new IllegalArgumentException("two operations named " + operation.action());
      }
    }
  }

  public Operations(List<Operation<?, ?>> some, List<Operation<?, ?>> more) {
    this(Stream.concat(some.stream(), more.stream()).toList());
  }

  public Optional<Operation<?, ?>> find(Api api, String name) {
    return Optional.ofNullable(byName.getOrDefault(api, Map.of()).get(name));
  }

  public List<Operation<?, ?>> all() {
    return all;
  }
}
