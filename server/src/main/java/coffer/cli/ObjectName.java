package coffer.cli;

import coffer.hsm.ObjectKind;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How commands name an object: by label, by `id:HEX`, or by the handle that `list` shows.
record ObjectName(String text) {
  private static final String ID = "id:";
  private static final int HANDLE_DIGITS_MAX = 18;

  /// Whether it can only be meant as a handle. Some modules give others to every process.
  boolean isHandle() {
    return text.matches("[0-9]{1," + HANDLE_DIGITS_MAX + "}");
  }

  /// The one object of these kinds that is meant.
  TokenObject find(TokenSession session, Set<ObjectKind> kinds) {
    List<TokenObject> found =
        session.objects().stream()
            .filter(object -> kinds.contains(object.kind()))
            .filter(this::names)
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    String wanted = kinds.size() == ObjectKind.values().length ? "object" : words(kinds);
    throw new Trouble(
        found.isEmpty()
            ? "There is no " + wanted + " named " + text + ". List them: coffer hsm list"
            : "Several objects are named "
                + text
                + "; say --class, or name one by id:HEX or handle: "
                + found.stream().map(ObjectName::brief).collect(Collectors.joining(", ")));
  }

  /// A label that looks like a handle wins over the handle.
  private boolean names(TokenObject object) {
    if (text.startsWith(ID)) {
      return HexFormat.of().formatHex(object.id()).equalsIgnoreCase(text.substring(ID.length()));
    }
    return object.label().equals(text)
        || (isHandle() && object.ref().handle() == Long.parseLong(text));
  }

  static Set<ObjectKind> any() {
    return Set.of(ObjectKind.values());
  }

  static String word(ObjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words(Set<ObjectKind> kinds) {
    return Arrays.stream(ObjectKind.values())
        .filter(kinds::contains)
        .map(kind -> word(kind).replace('-', ' '))
        .collect(Collectors.joining(" or "));
  }

  static String brief(TokenObject object) {
    return word(object.kind()) + " " + object.label() + " (handle " + object.ref().handle() + ")";
  }
}
