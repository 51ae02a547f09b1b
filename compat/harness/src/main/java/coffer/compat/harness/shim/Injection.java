package coffer.compat.harness.shim;

import java.util.Optional;

/// A fault, and the calls that meet it.
///
/// @param site the function; every one by default
/// @param skip calls of it that go well first
/// @param times calls that are hit; 0 for all until the fault is lifted
/// @param code CKR code for `CODE` and `STUCK`, and for `HANG` what a released call answers
public record Injection(
    Kind kind, Optional<CallSite> site, int skip, int times, long code, int delayMillis) {
  /// What happens to a call that is hit.
  public enum Kind {
    /// It answers a code; the real module does not see it.
    CODE(1),
    /// It takes longer.
    DELAY(2),
    /// It does not come back until the fault is lifted.
    HANG(3),
    /// All sessions and the login are gone.
    LOSE_SESSIONS(4),
    /// Every token is initialised anew, with the same label, serial and PINs.
    WIPE_TOKENS(5),
    /// The slot list is empty and all sessions are gone, until the fault is lifted.
    REMOVE(6),
    /// The module has forgotten that it was initialised.
    FORGET(7),
    /// Every call answers a code until C_Finalize.
    STUCK(8),
    /// The process dies.
    CRASH(9);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /// Its number in `enum fault` of the shim.
    int number() {
      return number;
    }
  }

  /// Of one kind, at every function, until it is lifted.
  public static Injection of(Kind kind) {
    return new Injection(kind, Optional.empty(), 0, 0, 0, 0);
  }

  public static Injection code(long code) {
    return of(Kind.CODE).answering(code);
  }

  public Injection at(CallSite where) {
    return new Injection(kind, Optional.of(where), skip, times, code, delayMillis);
  }

  /// Hits after `calls` that go well.
  public Injection after(int calls) {
    return new Injection(kind, site, calls, times, code, delayMillis);
  }

  /// Hits one call.
  public Injection once() {
    return new Injection(kind, site, skip, 1, code, delayMillis);
  }

  public Injection answering(long newCode) {
    return new Injection(kind, site, skip, times, newCode, delayMillis);
  }

  public Injection delaying(int millis) {
    return new Injection(kind, site, skip, times, code, millis);
  }
}
