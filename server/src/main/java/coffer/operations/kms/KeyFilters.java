package coffer.operations.kms;

import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.ProtectionLevel;
import coffer.model.WireName;
import coffer.store.KeyFilter;
import coffer.store.KeyFilter.Attribute;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The `Filters` of ListKeys: a JSON array of at most 10 objects of Key and Values. A key has what
/// every entry asks for, and of an entry one of its values; entries with the same Key are one.
final class KeyFilters {
  private static final String NAME = "Filters";
  private static final int LENGTH_MAX = 32 * 1024;
  private static final int ENTRIES_MAX = 10;
  private static final int VALUES_MAX = 10;
  private static final String CREATOR_TYPE = "CreatorType";
  private static final String USER = "User";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Attribute> ATTRIBUTES =
      Map.of(
          "KeyState", Attribute.STATE,
          "KeySpec", Attribute.SPEC,
          "KeyUsage", Attribute.USAGE,
          "ProtectionLevel", Attribute.PROTECTION_LEVEL,
          "DKMSInstanceId", Attribute.INSTANCE,
          "keyId", Attribute.ID,
          "AliasName", Attribute.ALIAS,
          "Creator", Attribute.CREATOR,
          "TagKey", Attribute.TAG_KEY,
          "TagValue", Attribute.TAG_VALUE);

  /// What of some attributes there is.
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "KeyState",
          names(Arrays.stream(KeyState.values()).filter(s -> s != KeyState.DESTROYING)),
          "KeySpec",
          names(Arrays.stream(KeySpec.values())),
          "KeyUsage",
          names(Arrays.stream(KeyUsage.values())),
          "ProtectionLevel",
          names(Arrays.stream(ProtectionLevel.values())),
          CREATOR_TYPE,
          Set.of(USER, "Service"));

  private KeyFilters() {}

  static KeyFilter parse(Optional<String> text) {
    if (text.isEmpty()) {
      return KeyFilter.ALL;
    }
    JsonNode entries = array(text.get());
    Map<Attribute, Set<String>> wanted = new EnumMap<>(Attribute.class);
    Set<String> creators = new HashSet<>();
    for (JsonNode entry : entries) {
      String key = entry.path("Key").asString("");
      Set<String> values = values(key, entry.path("Values"));
      if (key.equals(CREATOR_TYPE)) {
        creators.addAll(values);
      } else if (ATTRIBUTES.containsKey(key)) {
        wanted.computeIfAbsent(ATTRIBUTES.get(key), _ -> new HashSet<>()).addAll(values);
      } else {
        throw KmsException.invalid(NAME, "it has a Key that is not known");
      }
    }
    // Every key here was made by a user: who wants those of services alone finds none.
    if (!creators.isEmpty() && !creators.contains(USER)) {
      wanted.put(Attribute.ID, Set.of());
    }
    return new KeyFilter(wanted);
  }

  private static JsonNode array(String text) {
    if (text.length() > LENGTH_MAX) {
      throw KmsException.invalid(NAME);
    }
    try {
      JsonNode array = JSON.readTree(text);
      if (!array.isArray() || array.size() > ENTRIES_MAX) {
        throw KmsException.invalid(NAME, "it is a JSON array of at most 10 objects");
      }
      return array;
    } catch (JacksonException e) {
      throw KmsException.invalid(NAME, "it is not JSON");
    }
  }

  private static Set<String> values(String key, JsonNode array) {
    if (!array.isArray() || array.isEmpty() || array.size() > VALUES_MAX) {
      throw KmsException.invalid(NAME, "Values are 1 to 10 texts");
    }
    Set<String> values = new HashSet<>();
    for (JsonNode value : array) {
      if (!value.isString()) {
        throw KmsException.invalid(NAME, "Values are 1 to 10 texts");
      }
      values.add(value.stringValue());
    }
    if (!VALUES.getOrDefault(key, values).containsAll(values)) {
      throw KmsException.invalid(NAME, "it has a value that its Key never has");
    }
    return values;
  }

  private static Set<String> names(Stream<? extends WireName> all) {
    return all.map(WireName::wireName).collect(Collectors.toUnmodifiableSet());
  }
}
