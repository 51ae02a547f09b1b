package coffer.policy;

import java.util.Arrays;
import java.util.List;

/// A text in which `*` stands for any run of characters, also for none, and `?` for one. What most
/// patterns are, a beginning, an end and pieces in order between them, is compared piece by piece.
final class Wildcard {
  private final String text;
  private final String prefix;
  private final String suffix;
  private final boolean literal;
  private final boolean searched;
  private final List<String> pieces;

  private Wildcard(String text) {
    this.text = text;
    int first = special(text, 0);
    int last = Math.max(text.lastIndexOf('*'), text.lastIndexOf('?'));
    this.literal = first < 0;
    this.prefix = literal ? text : text.substring(0, first);
    this.suffix = literal ? text : text.substring(last + 1);
    this.searched = text.indexOf('?') >= 0;
    this.pieces =
        literal
            ? List.of()
            : Arrays.stream(text.substring(first, last + 1).split("\\*", -1))
                .filter(piece -> !piece.isEmpty())
                .toList();
  }

  static Wildcard of(String text) {
    return new Wildcard(text);
  }

  boolean matches(String candidate) {
    if (literal) {
      return candidate.equals(text);
    }
    return candidate.length() >= prefix.length() + suffix.length()
        && endsLikeSuffix(candidate)
        && candidate.startsWith(prefix)
        && candidate.endsWith(suffix)
        && (searched ? search(candidate) : holdsPieces(candidate));
  }

  /// The first place of each piece leaves most room for the next.
  private boolean holdsPieces(String candidate) {
    int at = prefix.length();
    int end = candidate.length() - suffix.length();
    for (int i = 0; i < pieces.size(); i++) {
      String piece = pieces.get(i);
      int found = candidate.indexOf(piece, at, end);
      if (found < 0) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }

  /// Ids differ in their last letter more often than not.
  private boolean endsLikeSuffix(String candidate) {
    return suffix.isEmpty()
        || candidate.charAt(candidate.length() - 1) == suffix.charAt(suffix.length() - 1);
  }

  /// After a `*` the shortest run is tried first; on a mismatch the last `*` takes one more.
  private boolean search(String candidate) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < candidate.length()) {
      char wanted = at < text.length() ? text.charAt(at) : '\0';
      if (at < text.length() && wanted == '*') {
        star = at++;
        resume = in;
      } else if (at < text.length() && (wanted == '?' || wanted == candidate.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < text.length() && text.charAt(at) == '*') {
      at++;
    }
    return at == text.length();
  }

  private static int special(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '*' || text.charAt(i) == '?') {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return text;
  }
}
