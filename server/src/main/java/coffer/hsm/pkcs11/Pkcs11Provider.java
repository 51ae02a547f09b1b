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
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tokens of declared PKCS #11 modules: `pkcs11:token=…;serial=…?module-name=…`.
public final class Pkcs11Provider implements HsmProvider {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Provider.class);

  private final Duration deadline;

  /// For ServiceLoader.
  public Pkcs11Provider() {
    this(Lanes.DEADLINE);
  }

  Pkcs11Provider(Duration deadline) {
    this.deadline = deadline;
  }

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
        Errand.run(module, () -> setHere(loaded(module), token, securityOfficerPin, pin));
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
    return module.inside(() -> setAlone(module, token, officer, pin));
  }

  private static boolean setAlone(
      LoadedModule module, Token token, SecretBytes officer, SecretBytes pin) {
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(module.functions(), token.slot(), memory);
      try {
        return module.inTurn(token.slot(), () -> setHere(session, officer, pin));
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
    LoadedModule loaded = Errand.run(module, () -> loaded(module));
    try {
      Pkcs11Member member = Pkcs11Member.open(module, loaded, name, pin, guard, deadline);
      loaded.revival().opened();
      return member;
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.UNAVAILABLE) {
        revive(module, loaded);
      }
      throw e;
    }
  }

  private static void revive(HsmModule module, LoadedModule loaded) {
    try {
      if (Errand.run(module, loaded.revival()::openFailed)) {
        LOG.warn("module {} was initialised anew, as its tokens cannot be opened", module.name());
      }
    } catch (HsmException e) {
      LOG.warn("module {} could not be initialised anew", module.name(), e);
    }
  }

  private static Optional<Token> find(HsmLocation location) {
    HsmModule module = declared(location);
    TokenName name = TokenName.parse(location.uri());
    return Errand.run(
        module,
        () -> {
          LoadedModule loaded = loaded(module);
          return loaded.inside(() -> loaded.find(name));
        });
  }

  private static LoadedModule loaded(HsmModule module) {
    return ModuleRegistry.PROCESS.loadTried(module);
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
