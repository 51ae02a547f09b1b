package coffer.hsm;

import java.util.List;
import java.util.Optional;

/// A slot of a module.
///
/// @param number the module's; some give another one after each initialisation
/// @param hardware whether the slot says so of itself
/// @param token empty when the slot is
/// @param writable whether the token lets itself be written on
/// @param remarks what an officer should know, such as a locked PIN
public record TokenSlot(
    long number,
    String description,
    boolean hardware,
    Optional<HsmIdentity> token,
    TokenStatus.State state,
    boolean writable,
    List<String> remarks) {
  public TokenSlot {
    remarks = List.copyOf(remarks);
  }
}
