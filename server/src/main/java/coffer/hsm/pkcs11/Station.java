package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.util.Optional;

/// What a lane's thread owns: memory and a session, both made and closed on that thread. Runs jobs,
/// and renews what a return code says is broken.
final class Station implements AutoCloseable {
  private static final int ATTEMPTS_MAX = 2;

  private final TokenLink link;
  private final Scratch memory = new Scratch();
  private Optional<Session> own = Optional.empty();
  private int ownEpoch;
  private Optional<Epoch> last = Optional.empty();

  Station(TokenLink link) {
    this.link = link;
  }

  <T> T perform(Job<T> job) {
    for (int attempt = 1; ; attempt++) {
      Epoch epoch = connected();
      last = Optional.of(epoch);
      try {
        return job.run(epoch, session(epoch));
      } catch (ModuleRefusal refusal) {
        if (attempt == ATTEMPTS_MAX) {
          throw repeated(refusal);
        }
        repair(refusal, epoch);
      } finally {
        memory.wipe();
      }
    }
  }

  private Epoch connected() {
    try {
      return link.epoch(memory);
    } catch (ModuleRefusal refusal) {
      throw asUnavailable(refusal);
    }
  }

  /// Opens on first use and in each new epoch.
  private Session session(Epoch epoch) {
    if (own.isPresent() && ownEpoch == epoch.number()) {
      return own.get();
    }
    dropSession();
    Session opened = Session.open(link.module().functions(), epoch.token().slot(), memory);
    own = Optional.of(opened);
    ownEpoch = epoch.number();
    return opened;
  }

  private void repair(ModuleRefusal refusal, Epoch epoch) {
    memory.wipe();
    try {
      switch (refusal.returnClass()) {
        case SESSION -> dropSession();
        // A handle that jobs do not answer for themselves is one of the domain's: find it again.
        case EPOCH, HANDLE -> {
          Epoch _ = link.renew(epoch, memory);
        }
        case MODULE -> {
          Epoch _ = link.revive(epoch, memory);
        }
        // Callers of the API see this one.
        case UNSUPPORTED ->
            throw new HsmException(
                HsmFailure.UNSUPPORTED,
                "module " + link.module().name() + ": " + refusal.getMessage(),
                refusal);
        case SUCCESS, CALLER, CIPHERTEXT, DEVICE, CREDENTIAL -> throw refusal.toHsmException();
      }
    } catch (ModuleRefusal again) {
      throw asUnavailable(again);
    }
  }

  private static HsmException repeated(ModuleRefusal refusal) {
    return refusal.returnClass() == ReturnClass.HANDLE
        ? asUnavailable(refusal)
        : refusal.toHsmException();
  }

  /// While connecting, nothing is the caller's fault.
  private static HsmException asUnavailable(ModuleRefusal refusal) {
    return new HsmException(
        refusal.returnClass() == ReturnClass.CREDENTIAL
            ? HsmFailure.CREDENTIAL
            : HsmFailure.UNAVAILABLE,
        String.valueOf(refusal.getMessage()),
        refusal);
  }

  private void dropSession() {
    own.ifPresent(Session::close);
    own = Optional.empty();
  }

  /// Closes the home session that this station's jobs used, once it is nobody's.
  void closeHome() {
    last.filter(link::isOver)
        .ifPresent(e -> new Session(link.module().functions(), e.home(), memory).close());
  }

  @Override
  public void close() {
    dropSession();
    memory.close();
  }
}
