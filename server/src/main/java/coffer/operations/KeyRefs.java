package coffer.operations;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import java.util.Optional;

/// From what callers write for a key to the key: an id or an ARN. A key of another instance does
/// not exist for an application.
public final class KeyRefs {
  private static final String ARN = "acs:kms:";
  private static final String KEY = ":key/";

  private KeyRefs() {}

  public static Target.OfKey resolve(Services services, Caller caller, String ref) {
    return id(services, ref)
        .flatMap(services.keys()::find)
        .filter(key -> reaches(caller, key))
        .map(Target.OfKey::new)
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }

  public static Target.OfKey ofVersion(Services services, Caller caller, KeyVersionId version) {
    return services
        .keys()
        .findByVersion(version)
        .filter(key -> reaches(caller, key))
        .map(Target.OfKey::new)
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }

  /// Whether a call on the key's version would neither wait nor compute for long.
  public static boolean isResident(Services services, String ref, Optional<KeyVersionId> version) {
    Optional<Key> key = id(services, ref).flatMap(services.keys()::resident);
    return key.isPresent() && isResident(services, key.get(), version);
  }

  public static boolean isResident(Services services, KeyVersionId version) {
    Optional<Key> key = services.keys().residentByVersion(version);
    return key.isPresent() && isResident(services, key.get(), Optional.of(version));
  }

  private static boolean isResident(Services services, Key key, Optional<KeyVersionId> version) {
    Optional<KeyVersion> wanted =
        version.isPresent() ? key.version(version.get()) : Optional.of(key.primary());
    return wanted.isPresent() && services.crypto().isResident(key, wanted.get());
  }

  private static boolean reaches(Caller caller, Key key) {
    return switch (caller.principal()) {
      case Principal.Application application -> application.instance().equals(key.instance());
      case Principal.Root _ -> true;
      case Principal.Unauthenticated _ -> false;
    };
  }

  private static Optional<KeyId> id(Services services, String ref) {
    String id = ref;
    if (ref.startsWith(ARN)) {
      int key = ref.indexOf(KEY);
      boolean ours = key > 0 && ref.substring(0, key).endsWith(":" + services.account().id());
      id = ours ? ref.substring(key + KEY.length()) : "";
    }
    return KeyId.isValid(id) ? Optional.of(new KeyId(id)) : Optional.empty();
  }
}
