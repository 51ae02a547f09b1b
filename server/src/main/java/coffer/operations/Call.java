package coffer.operations;

import coffer.model.Key;
import java.util.ArrayList;
import java.util.List;

/// One authorized call on its way through a handler.
public final class Call<Q> {
  private static final int NOTES_MAX = 8;

  private final Caller caller;
  private final Q request;
  private final Target target;
  private final List<String> notes = new ArrayList<>(0);

  Call(Caller caller, Q request, Target target) {
    this.caller = caller;
    this.request = request;
    this.target = target;
  }

  public Caller caller() {
    return caller;
  }

  public Q request() {
    return request;
  }

  /// The key that the resolver found.
  public Key key() {
    return switch (target) {
      case Target.OfKey(Key key) -> key;
      case Target.Binding(var _, Key key) -> key;
      case Target.ReEncryption(Key source, Key _) -> source;
      case Target.OfKeys _, Target.Named _, Target.Several _, Target.Service _ ->
          throw new IllegalStateException("the resolver of this operation finds no single key");
    };
  }

  /// The keys that the resolver found, in its order.
  public List<Key> keys() {
    return switch (target) {
      case Target.OfKeys(List<Key> keys) -> keys;
      case Target.ReEncryption(Key source, Key destination) -> List.of(source, destination);
      case Target.OfKey _, Target.Binding _, Target.Named _, Target.Several _, Target.Service _ ->
          List.of(key());
    };
  }

  public Target target() {
    return target;
  }

  /// Adds a mark to the audit record: upper-case words, no values from the request.
  public void note(String mark) {
    if (notes.size() < NOTES_MAX) {
      notes.add(mark);
    }
  }

  String notes() {
    return String.join(",", notes);
  }
}
