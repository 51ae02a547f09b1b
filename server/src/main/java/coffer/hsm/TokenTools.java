package coffer.hsm;

import coffer.model.SecretBytes;
import java.util.List;

/// What a driver of real tokens can do for who administers them: the optional capability behind
/// `coffer hsm`. Here, and nowhere else, slots, object handles and the module's own codes are seen.
///
/// Every method fails with `ModuleError` when the module refuses, with `HsmException` when it
/// cannot be asked. Calls end within two minutes.
public interface TokenTools {
  /// Every slot of the module, with what is in it.
  List<TokenSlot> slots(HsmModule module);

  /// Initialises the token in a slot: everything on it is erased, the security officer's PIN set.
  void initialize(HsmModule module, TokenSlot slot, String label, SecretBytes securityOfficerPin);

  /// Opens a session and logs in: exactly one attempt. The caller closes it.
  TokenSession open(HsmModule module, TokenSlot slot, TokenRole role, SecretBytes pin);

  /// Opens the token as a member of a cluster is opened, and tells what trying found out. Leaves
  /// nothing on it.
  List<ProbeFact> probe(HsmModule module, TokenSlot slot, SecretBytes pin);
}
