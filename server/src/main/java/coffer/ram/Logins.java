package coffer.ram;

import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.LoginProfile;
import coffer.model.SecretBytes;
import coffer.model.UserName;
import coffer.seal.PasswordHashes;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Who may log in with a password, and what the next login must bring. Passwords stay their
/// callers'. They are hashed before the transaction that keeps the hash: others wait for that one.
public final class Logins {
  private final RamDirectory directory;
  private final Store store;
  private final PasswordHashes hashes;
  private final Clock clock;

  Logins(RamDirectory directory, Store store, PasswordHashes hashes, Clock clock) {
    this.directory = directory;
    this.store = store;
    this.hashes = hashes;
    this.clock = clock;
  }

  public LoginProfile create(
      UserName user, SecretBytes password, boolean resetRequired, boolean mfaRequired) {
    PasswordRules.require(password);
    // Refused before the work of hashing, too.
    store.read(view -> free(view, user));
    String hash = hashes.make(password);
    Instant now = now();
    return directory.change(transaction -> {
      LoginProfile profile =
          new LoginProfile(free(transaction, user), hash, resetRequired, mfaRequired, now, now);
      transaction.ram().loginProfiles().insert(profile);
      return profile;
    });
  }

  public LoginProfile require(UserName user) {
    return store.read(view -> require(view, user));
  }

  /// What is absent stays as it is.
  public void update(
      UserName user,
      Optional<SecretBytes> password,
      Optional<Boolean> resetRequired,
      Optional<Boolean> mfaRequired) {
    password.ifPresent(PasswordRules::require);
    require(user);
    Optional<String> hash = password.map(hashes::make);
    directory.change(transaction ->
        transaction
            .ram()
            .loginProfiles()
            .update(
                require(transaction, user).user(),
                old ->
                    new LoginProfile(
                        old.user(),
                        hash.orElse(old.passwordHash()),
                        resetRequired.orElse(old.resetRequired()),
                        mfaRequired.orElse(old.mfaRequired()),
                        old.created(),
                        now())));
  }

  public void delete(UserName user) {
    directory.change((Transaction transaction) -> {
      transaction.ram().loginProfiles().delete(require(transaction, user).user());
      return true;
    });
  }

  private static LoginProfile require(Snapshot view, UserName user) {
    return view.ram()
        .loginProfiles()
        .find(id(view, user))
        .orElseThrow(() -> new KmsException(ErrorCode.LOGIN_PROFILE_NOT_EXIST));
  }

  /// The id of a user that has no profile yet.
  private static EntityId free(Snapshot view, UserName user) {
    EntityId id = id(view, user);
    Users.refuseIf(
        view.ram().loginProfiles().find(id).isPresent(), ErrorCode.LOGIN_PROFILE_ALREADY_EXISTS);
    return id;
  }

  private static EntityId id(Snapshot view, UserName user) {
    return Users.require(view, user).id();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
