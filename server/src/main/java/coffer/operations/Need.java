package coffer.operations;

import coffer.model.Key;
import java.util.Optional;

/// One thing that policies must allow for a call to be done.
///
/// @param action `kms:Encrypt`
/// @param resource as an ARN ends: `key/key-…`, `key` for the container of all, `*` for nothing in
///   particular
/// @param key the key that it is about, whose own policy and tags count
/// @param contextField of the request, where the encryption context of this part of the call is
public record Need(String action, String resource, Optional<Key> key, String contextField) {
  static final String CONTEXT = "EncryptionContext";

  static Need of(String action, String resource) {
    return new Need(action, resource, Optional.empty(), CONTEXT);
  }

  static Need of(String action, Key key) {
    return new Need(action, "key/" + key.id(), Optional.of(key), CONTEXT);
  }
}
