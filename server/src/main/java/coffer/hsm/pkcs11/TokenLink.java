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
  private final KnownIdentity identity = new KnownIdentity();
  private volatile int told;
  private volatile int closableSince;
  private int epochs;
  private int lostHandles;
  private boolean pinUnchecked;

  /// Owns `pin`.
  TokenLink(LoadedModule module, TokenName name, SecretBytes pin, IdentityGuard guard) {
    this.module = module;
    this.name = name;
    this.pin = pin;
    this.guard = guard;
    module.used(this);
  }

  LoadedModule module() {
    return module;
  }

  /// Threads that calls on this token did not give back, now and before.
  Hangs hangs() {
    return module.hangs(name);
  }

  Optional<Epoch> current() {
    return current;
  }

  /// The current epoch, connecting if there is none. Runs on a lane's thread.
  Epoch epoch(Scratch memory) {
    Optional<Epoch> known = current;
    if (known.isPresent() && known.get().generation() == module.generation()) {
      return known.get();
    }
    return inTurn(() -> {
      Optional<Epoch> now = current;
      return now.isPresent() && now.get().generation() == module.generation()
          ? now.get()
          : connect(memory);
    });
  }

  /// Another epoch than `seen`. The sessions of that one are closed by the lanes that opened them:
  /// some modules do not survive that a session is closed under a call.
  Epoch renew(Epoch seen, Scratch memory) {
    return inTurn(() -> {
      Optional<Epoch> known = current;
      if (known.isPresent() && known.get().number() != seen.number()) {
        return known.get();
      }
      current = Optional.empty();
      return connect(memory);
    });
  }

  /// The token says that a session of `seen` is gone. The rest of them is ended at once, if calls
  /// pause for a moment, and nobody closes one by its number later, which may be another's by then.
  /// Not to be called from inside the module.
  void sessionsEnded(Epoch seen) {
    boolean done = module.endSessions(seen.token().slot(), () -> forget(seen));
    if (!done) {
      boolean _ = inTurn(() -> forget(seen));
    }
  }

  /// @return whether that epoch was the current one
  private boolean forget(Epoch seen) {
    boolean isCurrent =
        seen.generation() == module.generation()
            && current.filter(e -> e.number() == seen.number()).isPresent();
    if (isCurrent) {
      current = Optional.empty();
      closableSince = seen.number() + 1;
    }
    return isCurrent;
  }

  /// Gives up an epoch whose home session hangs in a lost lane. Nothing is closed: that may hang
  /// too. The next call connects anew.
  void abandon() {
    current = Optional.empty();
  }

  /// Whether sessions of that epoch have to be closed by who opened them.
  boolean isClosable(int number, int generation) {
    return number >= closableSince && generation == module.generation();
  }

  /// Looks again for the domain's objects, after some were made.
  Epoch reload(Epoch epoch, Session home) {
    return inTurn(() -> {
      Epoch fresh = epoch.with(DomainObjects.find(home).using(told));
      identity.recognize(home, fresh.domain());
      current = current.map(e -> e.number() == fresh.number() ? fresh : e);
      return fresh;
    });
  }

  /// As `reload`, and that version of the domain's keys is in use from now on.
  Epoch use(int version, Epoch epoch, Session home) {
    return inTurn(() -> {
      if (!DomainObjects.find(home).versions().contains(version)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "the token has no KEK of that version");
      }
      told = version;
      return reload(epoch, home);
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
    try {
      Epoch epoch = connected(memory);
      lostHandles = 0;
      current = Optional.of(epoch);
      return epoch;
    } catch (ModuleRefusal refusal) {
      throw remembered(refusal.betweenCalls());
    } catch (HsmException refusal) {
      throw remembered(refusal);
    }
  }

  private Epoch connected(Scratch memory) {
    // Slot numbers may change: look for the token each time.
    Token token =
        module
            .find(name)
            .orElseThrow(() ->
                new HsmException(
                    HsmFailure.UNAVAILABLE,
                    "no token of module "
                        + module.name()
                        + " fits the URI: is the HSM there, and its label right?"));
    Session home = Session.open(module.functions(), token.slot(), memory);
    try {
      boolean proven = Introduction.beforeLogin(guard, token, home);
      boolean shown = DomainObjects.findIdent(home).isPresent();
      identity.challengeBeforeLogin(home);
      pinUnchecked = !module.inTurn(token.slot(), () -> home.login(Ck.CKU_USER, pin));
      DomainObjects objects = DomainObjects.find(home);
      if (!proven) {
        Introduction.afterLogin(guard, token, home, objects);
      }
      identity.challenge(home, objects, shown && !pinUnchecked);
      return new Epoch(++epochs, module.generation(), token, home.handle(), objects.using(told));
    } catch (ModuleRefusal | HsmException refusal) {
      home.close();
      throw refusal;
    }
  }

  /// What only an operator can mend is not tried again.
  private RuntimeException remembered(RuntimeException refusal) {
    if (refusal instanceof HsmException e && e.failure() == HsmFailure.CREDENTIAL) {
      refused = Optional.of(e);
    }
    return refusal;
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
    module.disused(this);
    pin.close();
  }
}
