package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.util.Optional;

/// What a lane's thread owns: memory and a session, both made and closed on that thread. Runs jobs,
/// and renews what a return code says is broken.
final class Station implements AutoCloseable {
  private final TokenLink link;
  private final boolean ownsHome;
  private final Scratch memory = new Scratch();
  private Optional<Session> own = Optional.empty();
  private int ownEpoch;
  private int ownGeneration;
  private Optional<Epoch> last = Optional.empty();

  /// @param ownsHome whether its jobs use the token's home session, which is then closed by it
  Station(TokenLink link, boolean ownsHome) {
    this.link = link;
    this.ownsHome = ownsHome;
  }

  <T> T perform(Job<T> job) {
    Repairs done = new Repairs();
    while (true) {
      int generation = link.module().generation();
      try {
        return link.module().inside(() -> inside(job, done));
      } catch (ModuleRefusal refusal) {
        outside(refusal, generation, done);
      }
    }
  }

  /// What was done for a job already: each thing once.
  private static final class Repairs {
    private boolean reopened;
    private boolean renewed;
    private boolean restarted;

    void renewFor(ModuleRefusal why) {
      if (renewed) {
        throw unavailable(why);
      }
      renewed = true;
    }
  }

  /// Runs a job, and again after what can be repaired from here. Fails with a `ModuleRefusal` when
  /// that takes a module without calls.
  private <T> T inside(Job<T> job, Repairs done) {
    while (true) {
      Epoch epoch = link.epoch(memory);
      closeHomeBefore(epoch);
      try {
        return job.run(epoch, session(epoch));
      } catch (ModuleRefusal refusal) {
        memory.wipe();
        switch (refusal.returnClass().repair()) {
          case REOPEN_SESSION -> {
            if (done.reopened) {
              renew(epoch, refusal, done);
            } else {
              dropSession();
              done.reopened = true;
            }
          }
          case RENEW_EPOCH -> {
            if (endsSessions(refusal)) {
              throw refusal;
            }
            renew(epoch, refusal, done);
          }
          // A handle that jobs do not answer for themselves is one of the domain's: find it again.
          case UNWRAP_AGAIN -> renew(epoch, refusal, done);
          case RESTART_MODULE -> throw refusal;
          case NONE, TELL, OTHER_HSM, AWAIT_OPERATOR, ABANDON_LANE -> throw told(refusal);
        }
      } finally {
        memory.wipe();
      }
    }
  }

  private void outside(ModuleRefusal refusal, int generation, Repairs done) {
    if (refusal.returnClass().repair() == ReturnClass.Repair.RENEW_EPOCH) {
      done.renewFor(refusal);
      last.ifPresent(link::sessionsEnded);
      return;
    }
    if (done.restarted) {
      throw unavailable(refusal);
    }
    done.restarted = true;
    try {
      link.module().restart(generation, true);
    } catch (ModuleRefusal again) {
      throw unavailable(again);
    }
  }

  private void renew(Epoch epoch, ModuleRefusal why, Repairs done) {
    done.renewFor(why);
    Epoch _ = link.renew(epoch, memory);
  }

  private static boolean endsSessions(ModuleRefusal refusal) {
    return refusal.is(ReturnCode.SESSION_CLOSED) || refusal.is(ReturnCode.SESSION_HANDLE_INVALID);
  }

  /// Callers of the API see what a module cannot do.
  private HsmException told(ModuleRefusal refusal) {
    HsmException meaning = refusal.toHsmException();
    return meaning.failure() == HsmFailure.UNSUPPORTED
        ? new HsmException(
            HsmFailure.UNSUPPORTED,
            "module " + link.module().name() + ": " + refusal.getMessage(),
            refusal)
        : meaning;
  }

  /// Opens on first use and in each new epoch.
  private Session session(Epoch epoch) {
    if (own.isPresent() && ownEpoch == epoch.number()) {
      return own.get();
    }
    dropSession();
    try {
      Session opened = Session.open(link.module().functions(), epoch.token().slot(), memory);
      own = Optional.of(opened);
      ownEpoch = epoch.number();
      ownGeneration = epoch.generation();
      return opened;
    } catch (ModuleRefusal refusal) {
      throw refusal.betweenCalls();
    }
  }

  private static HsmException unavailable(ModuleRefusal refusal) {
    return new HsmException(HsmFailure.UNAVAILABLE, String.valueOf(refusal.getMessage()), refusal);
  }

  private void dropSession() {
    Optional<Session> dropped = own;
    own = Optional.empty();
    if (link.isClosable(ownEpoch, ownGeneration)) {
      dropped.ifPresent(Session::close);
    }
  }

  /// Closes the home session of the epoch before, which only this lane's thread may do.
  private void closeHomeBefore(Epoch epoch) {
    Optional<Epoch> before = last;
    last = Optional.of(epoch);
    if (ownsHome) {
      before.filter(e -> e.number() != epoch.number()).ifPresent(this::closeHomeOf);
    }
  }

  private void closeHomeOf(Epoch epoch) {
    if (link.isClosable(epoch.number(), epoch.generation())) {
      new Session(link.module().functions(), epoch.home(), memory).close();
    }
  }

  private boolean closeAtEnd() {
    dropSession();
    if (ownsHome) {
      last.filter(link::isOver).ifPresent(this::closeHomeOf);
    }
    return true;
  }

  @Override
  public void close() {
    try {
      boolean _ = link.module().inside(this::closeAtEnd);
    } finally {
      memory.close();
    }
  }
}
