package coffer.wire.openapi;

/// Receives an answer field by field; the format's own notion of names, lists and escapes is behind
/// it.
sealed interface AnswerWriter permits JsonWriter, XmlWriter {
  void openObject(String name);

  void closeObject(String name);

  /// Elements follow as values of the same name.
  void openList(String name);

  void closeList(String name);

  void text(String name, CharSequence value);

  void number(String name, long value);

  void flag(String name, boolean value);

  /// Ends the document; gives up the bytes, whose owner the caller becomes.
  byte[] end();

  /// Wipes what was written, when there will be no end.
  void discard();
}
