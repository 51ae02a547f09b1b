package coffer.operations;

import coffer.access.Principal;
import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import java.util.Optional;
import java.util.function.Function;

/// From what callers write for a key to the key: an id, an alias, or the ARN of either. An ARN
/// names this account, and any region, as the region of a request is just a label. However a key
/// was named, one that is not there is one refusal; a key of another instance is not there for an
/// application.
public final class KeyRefs {
  private KeyRefs() {}

  public static Target.OfKey resolve(Services services, Caller caller, String ref) {
    return found(services, caller, id(services, ref, services.keys().aliases()::find));
  }

  /// For lists, in which names of nothing are passed over.
  public static Optional<Key> find(Services services, Caller caller, String ref) {
    return id(services, ref, services.keys().aliases()::find)
        .flatMap(services.keys()::find)
        .filter(key -> reaches(caller, key));
  }

  /// For parameters that take no alias.
  public static Target.OfKey resolveId(Services services, Caller caller, String ref) {
    String name = services.account().parse(ref);
    if (name.startsWith(AliasName.PREFIX)) {
      throw new KmsException(ErrorCode.UNSUPPORTED_ALIAS);
    }
    return found(services, caller, id(name));
  }

  private static Target.OfKey found(Services services, Caller caller, Optional<KeyId> id) {
    return id.flatMap(services.keys()::find)
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

  /// Whether a call on the key's primary version would neither wait nor compute for long.
  public static boolean isResident(Services services, String ref) {
    return isResident(services, ref, Optional.empty(), Key::primary);
  }

  /// @param otherwise which version is meant when none is named
  public static boolean isResident(
      Services services,
      String ref,
      Optional<KeyVersionId> version,
      Function<Key, KeyVersion> otherwise) {
    Optional<Key> key =
        id(services, ref, services.keys().aliases()::resident).flatMap(services.keys()::resident);
    return key.isPresent() && isResident(services, key.get(), version, otherwise);
  }

  public static boolean isResident(Services services, KeyVersionId version) {
    Optional<Key> key = services.keys().residentByVersion(version);
    return key.isPresent() && isResident(services, key.get(), Optional.of(version), Key::primary);
  }

  private static boolean isResident(
      Services services,
      Key key,
      Optional<KeyVersionId> version,
      Function<Key, KeyVersion> otherwise) {
    Optional<KeyVersion> wanted =
        version.isPresent() ? key.version(version.get()) : Optional.of(otherwise.apply(key));
    return wanted.isPresent()
        && services.crypto().isResident(key, wanted.get())
        && services.ram().keyPolicies().isResident(key.id());
  }

  private static boolean reaches(Caller caller, Key key) {
    return switch (caller.principal()) {
      case Principal.Application application -> application.instance().equals(key.instance());
      case Principal.Root _, Principal.User _, Principal.RoleSession _ -> true;
      case Principal.Unauthenticated _ -> false;
    };
  }

  private static Optional<KeyId> id(
      Services services, String ref, Function<AliasName, Optional<KeyId>> aliases) {
    String name = services.account().parse(ref);
    if (name.startsWith(AliasName.PREFIX)) {
      return AliasName.isValid(name) ? aliases.apply(new AliasName(name)) : Optional.empty();
    }
    return id(name);
  }

  private static Optional<KeyId> id(String name) {
    return KeyId.isValid(name) ? Optional.of(new KeyId(name)) : Optional.empty();
  }
}
