package coffer.hsm;

/// A refusal by a PKCS #11 module, for the eyes of who administers it.
public final class ModuleError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final long code;
  private final String name;
  private final String meaning;

  /// @param function of PKCS #11 that was refused, perhaps with its mechanism
  /// @param name `CKR_…`
  /// @param meaning what the code means and what to do, in sentences
  public ModuleError(String function, long code, String name, String meaning) {
    super("%s: %s (0x%x): %s".formatted(function, name, code, meaning), null, false, false);
    this.function = function;
    this.code = code;
    this.name = name;
    this.meaning = meaning;
  }

  public String function() {
    return function;
  }

  public long code() {
    return code;
  }

  public String name() {
    return name;
  }

  public String meaning() {
    return meaning;
  }
}
