package coffer.hsm.pkcs11;

import coffer.compat.harness.shim.CallSite;
import coffer.compat.harness.shim.Injection;
import coffer.compat.harness.shim.Injection.Kind;
import coffer.hsm.pkcs11.ReturnClass.Repair;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A fault at a call site: what is injected, and what is expected of that by the table of classes.
///
/// @param name of the fault
/// @param lasting whether it hits all calls until it is lifted, or one
record FaultCase(String name, Injection fault, CallSite site, boolean lasting) {
  private static final int SLOW_MILLIS = 100;

  /// Sites that calls reach only while the driver connects.
  private static final Set<CallSite> CONNECTING =
      EnumSet.of(
          CallSite.GET_SLOT_LIST,
          CallSite.GET_SLOT_INFO,
          CallSite.GET_TOKEN_INFO,
          CallSite.OPEN_SESSION,
          CallSite.CLOSE_ALL_SESSIONS,
          CallSite.LOGIN,
          CallSite.FIND_OBJECTS_INIT,
          CallSite.FIND_OBJECTS,
          CallSite.FIND_OBJECTS_FINAL);

  /// Every fault at every call site, once and lasting.
  static List<FaultCase> all() {
    List<FaultCase> cases = new ArrayList<>();
    for (CallSite site : CallSite.values()) {
      if (site == CallSite.CREATE_OBJECT) {
        // Of the officer's process alone.
        continue;
      }
      for (ReturnCode code : ReturnCode.values()) {
        if (code.returnClass() != ReturnClass.SUCCESS) {
          both(cases, "CKR_" + code.name(), Injection.code(code.number()), site);
        }
      }
      both(cases, "delay", Injection.of(Kind.DELAY).delaying(SLOW_MILLIS), site);
      cases.add(lasting("hang", Injection.of(Kind.HANG), site));
      cases.add(once("sessions and login lost", Injection.of(Kind.LOSE_SESSIONS), site));
      cases.add(once("module forgot", Injection.of(Kind.FORGET), site));
      cases.add(once("token initialised anew", Injection.of(Kind.WIPE_TOKENS), site));
      cases.add(lasting("slot list empty", Injection.of(Kind.REMOVE), site));
      cases.add(
          once(
              "stuck until C_Finalize",
              Injection.of(Kind.STUCK).answering(ReturnCode.DEVICE_ERROR.number()),
              site));
    }
    return cases;
  }

  private static void both(List<FaultCase> cases, String name, Injection fault, CallSite site) {
    cases.add(once(name, fault, site));
    if (site != CallSite.FINALIZE) {
      cases.add(lasting(name, fault, site));
    }
  }

  private static FaultCase once(String name, Injection fault, CallSite site) {
    return new FaultCase(name, fault.after(provoked(site)).once(), site, false);
  }

  private static FaultCase lasting(String name, Injection fault, CallSite site) {
    return new FaultCase(name, fault.after(provoked(site)), site, true);
  }

  /// The first call is that of `provoke`.
  private static int provoked(CallSite site) {
    return site == CallSite.FINALIZE || site == CallSite.CLOSE_ALL_SESSIONS ? 1 : 0;
  }

  /// What cases are drawn by, so that a subset has some of everything.
  String family() {
    return fault.kind() == Kind.CODE ? "class " + returnClass() : name;
  }

  Injection injection() {
    return fault.at(site);
  }

  /// Brings the driver to the site, where calls do not come by themselves.
  void provoke(ShimmedToken token) {
    if (CONNECTING.contains(site)) {
      token.loseSessions();
    } else if (site == CallSite.CLOSE_SESSION) {
      token.logout();
    } else if (site == CallSite.INITIALIZE || site == CallSite.FINALIZE) {
      token.finish();
    }
  }

  /// Whether the code is the answer that a caller gets.
  boolean isTold() {
    return fault.kind() == Kind.CODE && returnClass().repair() == Repair.TELL;
  }

  /// Whether the member may have to wait for an operator.
  boolean mayFail() {
    return fault.kind() == Kind.WIPE_TOKENS
        || isTold()
        || (fault.kind() == Kind.CODE && returnClass().repair() == Repair.AWAIT_OPERATOR);
  }

  boolean isWipe() {
    return fault.kind() == Kind.WIPE_TOKENS;
  }

  /// Ends without being lifted.
  boolean endsByItself() {
    return fault.kind() == Kind.STUCK;
  }

  private ReturnClass returnClass() {
    return ReturnCode.classOf(fault.code());
  }

  @Override
  public String toString() {
    return name + " at " + site.function() + (lasting ? " (lasting)" : " (once)");
  }
}
