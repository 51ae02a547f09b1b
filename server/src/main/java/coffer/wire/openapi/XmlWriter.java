package coffer.wire.openapi;

import java.util.regex.Pattern;

/// XML for `Format=XML`: one root, lists as repeated elements of the list's name. Control
/// characters that XML 1.0 §2.2 has no form for become U+FFFD.
final class XmlWriter implements AnswerWriter {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final Utf8Buffer out = new Utf8Buffer();
  private final String root;

  /// @param root name of the root element
  XmlWriter(String root) {
    this.root = root;
    out.ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    openObject(root);
  }

  @Override
  public void openObject(String name) {
    out.ascii('<');
    out.ascii(element(name));
    out.ascii('>');
  }

  @Override
  public void closeObject(String name) {
    out.ascii("</");
    out.ascii(element(name));
    out.ascii('>');
  }

  @Override
  public void openList(String name) {}

  @Override
  public void closeList(String name) {}

  @Override
  public void text(String name, CharSequence value) {
    openObject(name);
    content(value);
    closeObject(name);
  }

  @Override
  public void number(String name, long value) {
    text(name, Long.toString(value));
  }

  @Override
  public void flag(String name, boolean value) {
    text(name, value ? "true" : "false");
  }

  @Override
  public byte[] end() {
    closeObject(root);
    return out.take();
  }

  @Override
  public void discard() {
    out.wipe();
  }

  /// Names of fields are fit as they are; keys of maps need not be.
  private static String element(String name) {
    return NAME.matcher(name).matches() ? name : "_" + name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  private void content(CharSequence text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      String escape = escape(c);
      if (escape.isEmpty()) {
        i += out.character(text, i);
      } else {
        out.character(escape, 0);
        for (int e = 1; e < escape.length(); e++) {
          out.ascii(escape.charAt(e));
        }
        i++;
      }
    }
  }

  private static String escape(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '\r' -> "&#13;";
      case '\t', '\n' -> "";
      default -> c < ' ' || c == 0xfffe || c == 0xffff ? "\ufffd" : "";
    };
  }
}
