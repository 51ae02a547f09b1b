package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.IdentityGuard;
import coffer.model.SecretBytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The login to a token, shared by its lanes, and its renewal. Whoever first notices that sessions
/// or login are gone connects again; the others find that done.
final class TokenLink implements AutoCloseable {
  private static final Duration TURN_WAIT = Duration.ofSeconds(3);
  private static final int LOST_HANDLES_MAX = 2;

  private final LoadedModule module;
  private final TokenName name;
  private SecretBytes pin;
  private final IdentityGuard guard;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile Optional<Epoch> current = Optional.empty();
  private volatile Optional<HsmException> refused = Optional.empty();
  private volatile boolean closed;
  private int epochs;
  private int lostHandles;
  private boolean pinUnchecked;

  /// Owns `pin`.
  TokenLink(LoadedModule module, TokenName name, SecretBytes pin, IdentityGuard guard) {
    this.module = module;
    this.name = name;
    this.pin = pin;
    this.guard = guard;
  }

  LoadedModule module() {
    return module;
  }

  Optional<Epoch> current() {
    return current;
  }

  /// The current epoch, connecting if there is none. Runs on a lane's thread.
  Epoch epoch(Scratch memory) {
    Optional<Epoch> known = current;
    return known.isPresent() ? known.get() : inTurn(() -> current.orElseGet(() -> connect(memory)));
  }

  /// Another epoch than `seen`.
  Epoch renew(Epoch seen, Scratch memory) {
    return inTurn(() -> {
      Optional<Epoch> known = current;
      if (known.isPresent() && known.get().number() != seen.number()) {
        return known.get();
      }
      current = Optional.empty();
      new Session(module.functions(), seen.home(), memory).close();
      return connect(memory);
    });
  }

  /// As `renew`, for a module that says that it was never initialised.
  Epoch revive(Epoch seen, Scratch memory) {
    return inTurn(() -> {
      boolean mine = current.filter(e -> e.number() == seen.number()).isPresent();
      if (mine) {
        long code = module.initialize();
        if (ReturnCode.classOf(code) != ReturnClass.SUCCESS) {
          throw new ModuleRefusal("C_Initialize", code);
        }
      }
      return renew(seen, memory);
    });
  }

  /// Gives up an epoch whose home session hangs in a lost lane. Nothing is closed: that may hang
  /// too. The next call connects anew.
  void abandon() {
    current = Optional.empty();
  }

  /// Looks again for the domain's objects, after some were made.
  Epoch reload(Epoch epoch, Session home) {
    return inTurn(() -> {
      Epoch fresh = epoch.with(DomainObjects.find(home));
      current = current.map(e -> e.number() == fresh.number() ? fresh : e);
      return fresh;
    });
  }

  /// A key of this epoch is unknown to the token. Once may be an eviction there; repeated, handles
  /// are not to be trusted any more.
  void handleLost(Epoch epoch, Scratch memory) {
    boolean untrusted =
        inTurn(() ->
            current.filter(e -> e.number() == epoch.number()).isPresent()
                && ++lostHandles >= LOST_HANDLES_MAX);
    if (untrusted) {
      renew(epoch, memory);
    }
  }

  /// Whether the token was logged in by this process before, so that nobody looked at our PIN.
  boolean pinUnchecked() {
    return inTurn(() -> pinUnchecked);
  }

  /// For later logins.
  void usePin(SecretBytes fresh) {
    inTurn(() -> {
      SecretBytes old = pin;
      pin = fresh.copy();
      old.close();
      return true;
    });
  }

  private Epoch connect(Scratch memory) {
    if (closed) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "closed");
    }
    if (refused.isPresent()) {
      throw new HsmException(
          HsmFailure.CREDENTIAL, "not tried again after " + refused.get().getMessage());
    }
    // Slot numbers may change: look for the token each time.
    Token token =
        module
            .find(name)
            .orElseThrow(() -> new HsmException(HsmFailure.UNAVAILABLE, "token is not present"));
    Session home = Session.open(module.functions(), token.slot(), memory);
    try {
      boolean proven = Introduction.beforeLogin(guard, token, home);
      pinUnchecked = !module.inTurn(() -> home.login(Ck.CKU_USER, pin));
      Epoch epoch = new Epoch(++epochs, token, home.handle(), DomainObjects.find(home));
      if (!proven) {
        Introduction.afterLogin(guard, token, home, epoch.domain());
      }
      lostHandles = 0;
      current = Optional.of(epoch);
      return epoch;
    } catch (ModuleRefusal refusal) {
      home.close();
      if (refusal.returnClass() == ReturnClass.CREDENTIAL) {
        refused = Optional.of(refusal.toHsmException());
      }
      throw refusal;
    } catch (HsmException refusal) {
      home.close();
      throw refusal;
    }
  }

  private interface Work<T> {
    T run();
  }

  private <T> T inTurn(Work<T> work) {
    try {
      if (!turn.tryLock(TURN_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "another thread is still connecting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
    }
    try {
      return work.run();
    } finally {
      turn.unlock();
    }
  }

  /// Whether nobody will use that epoch's home session any more.
  boolean isOver(Epoch epoch) {
    return current.filter(e -> e.number() == epoch.number()).isEmpty();
  }

  /// From now on nobody connects. The home lane closes the home session; the login ends with the
  /// last session of the process, without C_Logout, which would end it for others too.
  void stop() {
    closed = true;
    current = Optional.empty();
  }

  /// To be called when the lanes have ended.
  @Override
  public void close() {
    stop();
    pin.close();
  }
}
