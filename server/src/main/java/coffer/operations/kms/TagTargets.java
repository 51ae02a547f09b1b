package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.model.WireName;
import coffer.operations.Call;
import coffer.operations.Caller;
import coffer.operations.KeyRefs;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What tags are on: keys. There are no secrets and no certificates yet.
final class TagTargets {
  private static final int RESOURCES_MAX = 50;
  private static final int REGION_LENGTH_MAX = 64;

  private TagTargets() {}

  /// Kinds of things that have tags, by their documented names.
  public enum Type implements WireName {
    KEY("key"),
    SECRET("secret");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /// The one thing that is named.
  static Target one(
      Services services,
      Caller caller,
      Optional<String> keyId,
      Optional<String> secretName,
      Optional<String> certificateId) {
    if (secretName.isPresent()) {
      throw KmsException.unsupported("SecretName");
    }
    if (certificateId.isPresent()) {
      throw KmsException.unsupported("CertificateId");
    }
    return KeyRefs.resolve(
        services, caller, keyId.orElseThrow(() -> KmsException.missing("KeyId")));
  }

  /// Every thing that is named, each once.
  static Target all(Services services, Caller caller, Type type, List<String> resourceIds) {
    if (resourceIds.isEmpty()) {
      throw KmsException.missing("ResourceId");
    }
    requireCount(resourceIds);
    if (type == Type.SECRET) {
      throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
    }
    Map<KeyId, Key> keys = new LinkedHashMap<>();
    for (String id : resourceIds) {
      Key key = find(services, caller, id);
      keys.put(key.id(), key);
    }
    return new Target.OfKeys(List.copyOf(keys.values()));
  }

  static void requireCount(List<String> resourceIds) {
    if (resourceIds.size() > RESOURCES_MAX) {
      throw KmsException.invalid("ResourceId", "at most 50 of them");
    }
  }

  /// A label: any region is taken.
  static void requireRegion(String regionId) {
    if (regionId.isEmpty() || regionId.length() > REGION_LENGTH_MAX) {
      throw KmsException.invalid("RegionId");
    }
  }

  static List<KeyId> ids(Call<?> call) {
    return call.keys().stream().map(Key::id).toList();
  }

  private static Key find(Services services, Caller caller, String id) {
    try {
      return KeyRefs.resolve(services, caller, id).key();
    } catch (KmsException e) {
      throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
    }
  }
}
