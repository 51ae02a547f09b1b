package coffer.wire.openapi;

import coffer.model.KmsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a list of records: `Tag.1.Key`, `Tag.1.Value`, `Tag.2.Key`, … or one JSON array of
/// objects. A member that is not understood is refused, for it must not be dropped in silence.
final class RecordList {
  private final RequestDecoder<?> element;

  private RecordList(RequestDecoder<?> element) {
    this.element = element;
  }

  static RecordList of(Class<? extends Record> type) {
    return new RecordList(RequestDecoder.of(type));
  }

  List<Object> json(String name, String text) {
    List<Map<String, String>> objects =
        JsonText.objects(text).orElseThrow(() -> KmsException.invalid(name));
    List<Object> records = new ArrayList<>(objects.size());
    for (Map<String, String> members : objects) {
      records.add(record(name, records.size() + 1, Parameters.of(members)));
    }
    return List.copyOf(records);
  }

  /// @param members those named `name.…`, how many there are
  List<Object> repeated(String name, Parameters parameters, int members) {
    List<Object> records = new ArrayList<>();
    int read = 0;
    while (read < members) {
      int number = records.size() + 1;
      Parameters own = parameters.inside(name + "." + number);
      if (own.all().isEmpty()) {
        throw KmsException.invalid(name);
      }
      records.add(record(name, number, own));
      read += own.all().size();
    }
    return List.copyOf(records);
  }

  private Object record(String name, int number, Parameters members) {
    String prefix = name + "." + number + ".";
    for (String member : members.all().keySet()) {
      if (!element.names(member)) {
        throw KmsException.invalid(name, "it has members that are not known");
      }
    }
    return element.decode(members, prefix);
  }
}
