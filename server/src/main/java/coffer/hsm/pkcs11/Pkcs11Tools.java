package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmModule;
import coffer.hsm.IdentityGuard;
import coffer.hsm.ProbeFact;
import coffer.hsm.TokenRole;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenTools;
import coffer.model.SecretBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The tools on any PKCS #11 module.
final class Pkcs11Tools implements TokenTools {
  private static final int LABEL_BYTES = 32;

  @Override
  public List<TokenSlot> slots(HsmModule module) {
    try (ToolThread thread = new ToolThread()) {
      return thread.call(() -> SlotList.read(ModuleRegistry.PROCESS.load(module).functions()));
    }
  }

  @Override
  public void initialize(
      HsmModule module, TokenSlot slot, String label, SecretBytes securityOfficerPin) {
    try (ToolThread thread = new ToolThread()) {
      thread.call(() -> {
        Cryptoki functions = ModuleRegistry.PROCESS.load(module).functions();
        initialize(functions, slot.number(), label, securityOfficerPin);
        return true;
      });
    }
  }

  @Override
  public TokenSession open(HsmModule module, TokenSlot slot, TokenRole role, SecretBytes pin) {
    ToolThread thread = new ToolThread();
    try {
      return thread.call(() ->
          ToolSession.open(
              thread, ModuleRegistry.PROCESS.load(module).functions(), slot, role, pin));
    } catch (RuntimeException e) {
      thread.close();
      throw e;
    }
  }

  @Override
  public List<ProbeFact> probe(HsmModule module, TokenSlot slot, SecretBytes pin) {
    HsmIdentity token =
        slot.token()
            .orElseThrow(
                () -> new HsmException(HsmFailure.CALLER, "there is no token in the slot"));
    TokenName name =
        new TokenName(module.name(), Map.of("token", token.label(), "serial", token.serial()));
    LoadedModule loaded = Errand.run(module, () -> ModuleRegistry.PROCESS.load(module));
    try (Pkcs11Member member =
        Pkcs11Member.open(module, loaded, name, pin, IdentityGuard.NONE, Lanes.DEADLINE)) {
      return member.probes();
    }
  }

  /// The label is 32 bytes, filled up with blanks (PKCS #11 v2.40 §5.5).
  private static void initialize(Cryptoki functions, long slot, String label, SecretBytes pin) {
    byte[] padded = Arrays.copyOf(label.getBytes(StandardCharsets.UTF_8), LABEL_BYTES);
    int given = Math.min(label.getBytes(StandardCharsets.UTF_8).length, LABEL_BYTES);
    Arrays.fill(padded, given, LABEL_BYTES, (byte) ' ');
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LABEL_BYTES);
      MemorySegment.copy(padded, 0, name, JAVA_BYTE, 0, LABEL_BYTES);
      ModuleRefusal.check(
          "C_InitToken",
          Session.withPin(
              pin,
              (segment, bytes) -> Downcall.lplp(functions.initToken, slot, segment, bytes, name)));
    }
  }
}
