package coffer.clusters;

import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Security officers' passwords that an HSM accepted, so that the steps of an enrolment need not
/// ask again: in memory only, for an hour.
final class OfficerPasswords implements AutoCloseable {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int HSMS_MAX = 100;

  private final Cache<HsmId, SecretBytes> known =
      Caffeine.newBuilder()
          .maximumSize(HSMS_MAX)
          .expireAfterWrite(LIFE)
          .scheduler(Scheduler.systemScheduler())
          .executor(Runnable::run)
          .removalListener(OfficerPasswords::wipe)
          .build();

  private final Function<HsmId, Optional<SecretBytes>> own;

  /// @param own those of HSMs that the service initialised by itself; the caller owns them
  OfficerPasswords(Function<HsmId, Optional<SecretBytes>> own) {
    this.own = own;
  }

  void remember(HsmId hsm, SecretBytes password) {
    known.put(hsm, password.copy());
  }

  /// The one that was given, the one that is remembered, or the one that the service made. The
  /// caller owns it.
  Optional<SecretBytes> find(HsmId hsm, Optional<SecretBytes> given) {
    if (given.isPresent()) {
      return given.map(SecretBytes::copy);
    }
    SecretBytes[] found = new SecretBytes[1];
    Object _ =
        known
            .asMap()
            .computeIfPresent(
                hsm,
                (_, password) -> {
                  found[0] = password.copy();
                  return password;
                });
    return Optional.ofNullable(found[0]).or(() -> own.apply(hsm));
  }

  /// @param parameter what a refusal names
  SecretBytes require(HsmId hsm, Optional<SecretBytes> given, String parameter) {
    return find(hsm, given).orElseThrow(() -> KmsException.missing(parameter));
  }

  void forget(HsmId hsm) {
    known.invalidate(hsm);
  }

  @Override
  public void close() {
    known.invalidateAll();
  }

  private static void wipe(@Nullable HsmId hsm, @Nullable SecretBytes gone, RemovalCause cause) {
    if (gone != null) {
      gone.close();
    }
  }
}
