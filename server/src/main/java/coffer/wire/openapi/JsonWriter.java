package coffer.wire.openapi;

import java.util.BitSet;

/// Compact JSON as the oldest clients read it: their parser knows only the escapes written here,
/// and no white space. Control characters without a short escape go as four hex digits: those old
/// parsers cannot take them in any form, and dropping them would change a secret on its way.
final class JsonWriter implements AnswerWriter {
  private static final String HEX = "0123456789abcdef";

  private final Utf8Buffer out = new Utf8Buffer();

  /// Per depth: whether it is a list, whose elements have no names.
  private final BitSet lists = new BitSet();

  private int depth;
  private boolean first = true;

  JsonWriter() {
    out.ascii('{');
  }

  @Override
  public void openObject(String name) {
    name(name);
    open('{', false);
  }

  @Override
  public void closeObject(String name) {
    close('}');
  }

  @Override
  public void openList(String name) {
    name(name);
    open('[', true);
  }

  @Override
  public void closeList(String name) {
    close(']');
  }

  @Override
  public void text(String name, CharSequence value) {
    name(name);
    quote(value);
  }

  @Override
  public void number(String name, long value) {
    name(name);
    out.ascii(Long.toString(value));
  }

  @Override
  public void flag(String name, boolean value) {
    name(name);
    out.ascii(value ? "true" : "false");
  }

  @Override
  public byte[] end() {
    out.ascii('}');
    return out.take();
  }

  @Override
  public void discard() {
    out.wipe();
  }

  private void open(char bracket, boolean isList) {
    out.ascii(bracket);
    lists.set(++depth, isList);
    first = true;
  }

  private void close(char bracket) {
    out.ascii(bracket);
    depth--;
    first = false;
  }

  private void name(String name) {
    if (!first) {
      out.ascii(',');
    }
    first = false;
    if (!lists.get(depth)) {
      quote(name);
      out.ascii(':');
    }
  }

  private void quote(CharSequence text) {
    out.ascii('"');
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
        i++;
      } else if (c < 0x80) {
        out.ascii(c);
        i++;
      } else {
        i += out.character(text, i);
      }
    }
    out.ascii('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> {
        out.ascii('\\');
        out.ascii(c);
      }
      case '\b' -> out.ascii("\\b");
      case '\f' -> out.ascii("\\f");
      case '\n' -> out.ascii("\\n");
      case '\r' -> out.ascii("\\r");
      case '\t' -> out.ascii("\\t");
      default -> {
        out.ascii("\\u00");
        out.ascii(HEX.charAt(c >> 4));
        out.ascii(HEX.charAt(c & 0xf));
      }
    }
  }
}
