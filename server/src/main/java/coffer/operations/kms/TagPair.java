package coffer.operations.kms;

import coffer.model.KmsException;
import coffer.operations.Doc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A tag as the older actions and CreateKey write it.
public record TagPair(
    @Doc("Key of the tag.") String tagKey, @Doc("Value of the tag.") String tagValue) {

  /// A key that comes twice is a mistake.
  static Map<String, String> map(String parameter, List<TagPair> pairs) {
    Map<String, String> tags = new HashMap<>();
    for (TagPair pair : pairs) {
      if (tags.put(pair.tagKey(), pair.tagValue()) != null) {
        throw KmsException.invalid(parameter, "it has a key twice");
      }
    }
    return tags;
  }
}
