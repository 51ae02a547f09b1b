package coffer.ram;

import coffer.model.EntityId;
import coffer.model.LoginProfile;
import coffer.model.MfaDevice;
import coffer.model.SecretBytes;
import coffer.model.User;
import coffer.model.UserName;
import coffer.seal.PasswordHashes;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether somebody who names a user, a password and perhaps a code is let in. An unknown user, one
/// without a login profile and a wrong password are one refusal, after the same work.
public final class SignIn {
  private final RamDirectory directory;
  private final Store store;
  private final PasswordHashes hashes;
  private final MfaSeeds seeds;
  private final Clock clock;
  private final LoginAttempts attempts;

  SignIn(RamDirectory directory, Store store, PasswordHashes hashes, MfaSeeds seeds, Clock clock) {
    this.directory = directory;
    this.store = store;
    this.hashes = hashes;
    this.seeds = seeds;
    this.clock = clock;
    this.attempts = new LoginAttempts(clock);
  }

  /// What came of it.
  public sealed interface Outcome {
    /// Let in, and noted as the user's last login.
    ///
    /// @param mfaPresent whether a second factor was proven
    /// @param passwordResetRequired whether the password must be changed before anything else
    /// @param mfaBindRequired whether a second factor must be bound before anything else
    record Admitted(
        User user, boolean mfaPresent, boolean passwordResetRequired, boolean mfaBindRequired)
        implements Outcome {}

    /// The password is right. A second factor is bound: its code is needed, with the password
    /// again.
    record CodeNeeded() implements Outcome {}

    /// Something of it is wrong; nobody is told what.
    record Refused() implements Outcome {}

    /// Refused unseen: too many attempts in a row led nowhere.
    record Locked() implements Outcome {}
  }

  /// The row of a user with what logging in needs.
  private record Candidate(User user, LoginProfile profile, Optional<MfaDevice> device) {}

  /// The password stays the caller's.
  public Outcome verify(UserName name, SecretBytes password, Optional<String> code) {
    if (!attempts.begin(name)) {
      return new Outcome.Locked();
    }
    Optional<Candidate> candidate = store.read(view -> candidate(view, name));
    String hash = candidate.map(c -> c.profile().passwordHash()).orElse(hashes.nobodys());
    if (!hashes.matches(hash, password) || candidate.isEmpty()) {
      return new Outcome.Refused();
    }
    Outcome outcome = second(candidate.get(), code);
    switch (outcome) {
      case Outcome.Admitted _ -> attempts.succeeded(name);
      case Outcome.CodeNeeded _ -> attempts.takeBack(name);
      case Outcome.Refused _, Outcome.Locked _ -> {}
    }
    return outcome;
  }

  /// What is left to do once the password is right.
  private Outcome second(Candidate candidate, Optional<String> code) {
    Instant now = clock.instant();
    if (candidate.device().isEmpty()) {
      return admit(candidate, Optional.empty(), now);
    }
    if (code.isEmpty()) {
      return new Outcome.CodeNeeded();
    }
    OptionalLong step = seeds.step(candidate.device().get(), code.get(), now);
    return step.isEmpty()
        ? new Outcome.Refused()
        : admit(candidate, Optional.of(step.getAsLong()), now);
  }

  /// Only while all that was checked is as it was: meanwhile the password may have been changed,
  /// and the same code been taken elsewhere.
  private Outcome admit(Candidate seen, Optional<Long> step, Instant now) {
    return directory.change(transaction -> {
      Optional<Candidate> current =
          candidate(transaction, seen.user().name()).filter(c -> isSame(seen, c));
      return current.isEmpty()
          ? new Outcome.Refused()
          : admit(transaction, current.get(), step, now);
    });
  }

  private static Outcome admit(
      Transaction transaction, Candidate current, Optional<Long> step, Instant now) {
    step.ifPresent(taken ->
        transaction
            .ram()
            .mfaDevices()
            .update(current.device().orElseThrow().serial(), device -> device.usedAt(taken)));
    User user =
        transaction
            .ram()
            .users()
            .update(current.user().id(), old -> old.loggedInAt(now.truncatedTo(ChronoUnit.MILLIS)));
    return new Outcome.Admitted(
        user,
        step.isPresent(),
        current.profile().resetRequired(),
        current.profile().mfaRequired() && current.device().isEmpty());
  }

  private static boolean isSame(Candidate seen, Candidate current) {
    return seen.user().id().equals(current.user().id())
        && seen.profile().passwordHash().equals(current.profile().passwordHash())
        && seen.device().map(MfaDevice::serial).equals(current.device().map(MfaDevice::serial))
        && seen.device().map(MfaDevice::lastStep).equals(current.device().map(MfaDevice::lastStep));
  }

  private static Optional<Candidate> candidate(Snapshot view, UserName name) {
    return view.ram()
        .user(name)
        .flatMap(user ->
            view.ram()
                .loginProfiles()
                .find(user.id())
                .map(profile -> new Candidate(user, profile, device(view, user.id()))));
  }

  private static Optional<MfaDevice> device(Snapshot view, EntityId user) {
    return MfaDevices.bound(view, user);
  }
}
