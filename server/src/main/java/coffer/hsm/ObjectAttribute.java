package coffer.hsm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An attribute that objects of tokens have (PKCS #11 v2.40 §4), named as there without `CKA_`.
public enum ObjectAttribute {
  LABEL(Form.TEXT),
  ID(Form.BYTES),
  ENCRYPT(Form.FLAG),
  DECRYPT(Form.FLAG),
  SIGN(Form.FLAG),
  SIGN_RECOVER(Form.FLAG),
  VERIFY(Form.FLAG),
  VERIFY_RECOVER(Form.FLAG),
  WRAP(Form.FLAG),
  UNWRAP(Form.FLAG),
  DERIVE(Form.FLAG),
  SENSITIVE(Form.FLAG),
  ALWAYS_SENSITIVE(Form.FLAG),
  EXTRACTABLE(Form.FLAG),
  NEVER_EXTRACTABLE(Form.FLAG),
  LOCAL(Form.FLAG),
  PRIVATE(Form.FLAG),
  TOKEN(Form.FLAG),
  MODIFIABLE(Form.FLAG),
  COPYABLE(Form.FLAG),
  DESTROYABLE(Form.FLAG),
  TRUSTED(Form.FLAG),
  WRAP_WITH_TRUSTED(Form.FLAG),
  ALWAYS_AUTHENTICATE(Form.FLAG),
  START_DATE(Form.DATE),
  END_DATE(Form.DATE),
  SUBJECT(Form.BYTES),
  APPLICATION(Form.TEXT),
  CHECK_VALUE(Form.BYTES);

  /// What its value looks like.
  public enum Form {
    FLAG,
    TEXT,
    BYTES,
    /// Year, month and day in eight digits.
    DATE
  }

  /// An attribute's value: of a flag, or of everything else as the bytes that the token keeps.
  public sealed interface Value {
    record Flag(boolean set) implements Value {}

    record Bytes(byte[] bytes) implements Value {}
  }

  private static final String PREFIX = "CKA_";

  private final Form form;

  ObjectAttribute(Form form) {
    this.form = form;
  }

  public Form form() {
    return form;
  }

  /// As commands spell it: `never-extractable`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// By its word or by its name in PKCS #11, in any case.
  public static Optional<ObjectAttribute> named(String text) {
    String upper = text.toUpperCase(Locale.ROOT).replace('-', '_');
    String bare = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
    return Arrays.stream(values()).filter(a -> a.name().equals(bare)).findFirst();
  }

  public static List<ObjectAttribute> flags() {
    return Arrays.stream(values()).filter(a -> a.form == Form.FLAG).toList();
  }
}
