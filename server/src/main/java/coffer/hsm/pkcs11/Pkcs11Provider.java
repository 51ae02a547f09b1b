package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.hsm.IdentityGuard;
import coffer.hsm.TokenStatus;
import coffer.hsm.TokenTools;
import coffer.model.SecretBytes;
import java.util.Optional;

/// Tokens of declared PKCS #11 modules: `pkcs11:token=…;serial=…?module-name=…`.
public final class Pkcs11Provider implements HsmProvider {
  @Override
  public String scheme() {
    return "pkcs11";
  }

  @Override
  public Optional<TokenTools> tools() {
    return Optional.of(new Pkcs11Tools());
  }

  @Override
  public TokenStatus status(HsmLocation location) {
    Optional<Token> found = find(location);
    return new TokenStatus(
        found.map(Token::state).orElse(TokenStatus.State.ABSENT), found.map(Token::identity));
  }

  @Override
  public void initialize(HsmLocation location, String label, SecretBytes securityOfficerPin) {
    String module = shellWord(declared(location).path().toString());
    String named = TokenName.parse(location.uri()).attributes().getOrDefault("token", label);
    throw new HsmException(
        HsmFailure.CALLER,
        "the token is not initialised; its owner does that: pkcs11-tool --module %s --init-token --label %s"
                .formatted(module, shellWord(named))
            + " (SoftHSM: softhsm2-util --init-token --free --label %s)"
                .formatted(shellWord(named)));
  }

  @Override
  public void setCryptoUser(HsmLocation location, SecretBytes securityOfficerPin, SecretBytes pin) {
    HsmModule module = declared(location);
    Token token =
        find(location)
            .orElseThrow(() -> new HsmException(HsmFailure.UNAVAILABLE, "token is not present"));
    // Here if possible: some modules do not notice a PIN that another process sets.
    boolean done =
        Errand.run(
            () -> setHere(ModuleRegistry.PROCESS.load(module), token, securityOfficerPin, pin));
    if (!done) {
      setApart(module, token, securityOfficerPin, pin);
    }
  }

  /// Where a token has no officer beside kmsuser, nobody can set the PIN, but it may be that one.
  private static void setApart(
      HsmModule module, Token token, SecretBytes officer, SecretBytes pin) {
    try {
      Officer.perform(OfficerRequest.setUserPin(module, token.identity(), officer, pin));
    } catch (HsmException refusal) {
      if (refusal.failure() != HsmFailure.UNSUPPORTED) {
        throw refusal;
      }
      try {
        Officer.perform(OfficerRequest.checkUserPin(module, token.identity(), pin));
      } catch (HsmException other) {
        throw new HsmException(
            other.failure(),
            refusal.getMessage()
                + ", and this is not kmsuser's PIN: set it with the token's own tool ("
                + other.getMessage()
                + ")",
            other);
      }
    }
  }

  /// @return false if the officer cannot log in here, for kmsuser is, or there is no officer
  private static boolean setHere(
      LoadedModule module, Token token, SecretBytes officer, SecretBytes pin) {
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(module.functions(), token.slot(), memory);
      try {
        return module.inTurn(() -> setHere(session, officer, pin));
      } finally {
        session.close();
      }
    }
  }

  private static boolean setHere(Session session, SecretBytes officer, SecretBytes pin) {
    try {
      if (!session.login(Ck.CKU_SO, officer)) {
        return false;
      }
    } catch (ModuleRefusal refusal) {
      if (refusal.is(ReturnCode.USER_ANOTHER_ALREADY_LOGGED_IN)
          || refusal.is(ReturnCode.USER_TYPE_INVALID)) {
        return false;
      }
      throw refusal;
    }
    try {
      session.initPin(pin);
    } finally {
      session.logout();
    }
    return true;
  }

  @Override
  public HsmMember open(HsmLocation location, SecretBytes pin) {
    return open(location, pin, IdentityGuard.NONE);
  }

  @Override
  public HsmMember open(HsmLocation location, SecretBytes pin, IdentityGuard guard) {
    HsmModule module = declared(location);
    TokenName name = TokenName.parse(location.uri());
    LoadedModule loaded = Errand.run(() -> ModuleRegistry.PROCESS.load(module));
    return Pkcs11Member.open(module, loaded, name, pin, guard, Lanes.DEADLINE);
  }

  private static Optional<Token> find(HsmLocation location) {
    HsmModule module = declared(location);
    TokenName name = TokenName.parse(location.uri());
    return Errand.run(() -> ModuleRegistry.PROCESS.load(module).find(name));
  }

  private static HsmModule declared(HsmLocation location) {
    String name = TokenName.parse(location.uri()).moduleName();
    HsmModule module = location.modules().get(name);
    if (module == null) {
      throw new HsmException(
          HsmFailure.CALLER, "pkcs11 URI: the configuration declares no module of that name");
    }
    return module;
  }

  private static String shellWord(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
