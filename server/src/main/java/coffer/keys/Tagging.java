package coffer.keys;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeyState;
import coffer.model.KmsException;
import coffer.model.Tags;
import coffer.store.KeyTag;
import coffer.store.Store;
import coffer.store.TagSearch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// Tags of keys, in any state. One change at a time, so that two that touch the same keys end as
/// one of the two orders. Does not check permissions.
public final class Tagging {
  private final Store store;
  private final KeyDirectory directory;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  Tagging(Store store, KeyDirectory directory) {
    this.store = store;
    this.directory = directory;
  }

  /// Adds tags to every one of the keys, or to none when one would get too many. Durable when it
  /// returns, like every change here.
  ///
  /// @param parameter that brought the tags, for the refusal
  public void tag(List<KeyId> keys, String parameter, Map<String, String> tags) {
    change(keys, old -> old.with(parameter, tags));
  }

  /// Removes tags, which need not be there.
  public void untag(List<KeyId> keys, Collection<String> tags) {
    change(keys, old -> old.without(tags));
  }

  public void untagAll(List<KeyId> keys) {
    change(keys, _ -> Tags.NONE);
  }

  /// By key and then by tag.
  public List<KeyTag> find(TagSearch search, int limit) {
    return store.read(view -> view.keyTags(search, limit));
  }

  private void change(List<KeyId> keys, UnaryOperator<Tags> change) {
    oneAtATime.lock();
    try {
      for (KeyId id : keys) {
        Tags _ = change.apply(directory.find(id).map(Key::tags).orElseThrow(Tagging::gone));
      }
      for (KeyId id : keys) {
        Key _ =
            directory
                .changeIf(
                    id,
                    key -> key.state() != KeyState.DESTROYING,
                    (_, key) -> key.tagged(change.apply(key.tags())))
                .orElseThrow(Tagging::gone);
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  private static KmsException gone() {
    return new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
  }
}
