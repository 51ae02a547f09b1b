package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.Key;
import coffer.model.KeyVersion;
import coffer.model.WrappedKey;
import java.util.function.UnaryOperator;

/// Versions as the HSMs of their instance vouch for them.
final class TrueRows {
  private final Hsms hsms;
  private final UnaryOperator<Key> reread;
  private final MaterialGate gate;

  /// @param hsm that vouched
  record Found(Hsm hsm, WrappedKey wrapped) {}

  /// @param reread a key as the store has it now, whatever is in memory
  TrueRows(Hsms hsms, UnaryOperator<Key> reread, MaterialGate gate) {
    this.hsms = hsms;
    this.reread = reread;
    this.gate = gate;
  }

  /// Where keys are never read anew.
  static TrueRows asGiven(Hsms hsms) {
    return new TrueRows(hsms, key -> key, new MaterialGate());
  }

  /// The material of a version, after its row was found to be as it was written. Since the caller
  /// read it, the instance may have got other HSMs, under whose keys the row was written anew: then
  /// it is read once more.
  Found find(Key key, KeyVersion version) {
    Hsm hsm = hsms.of(key.instance());
    return RowMac.matching(hsm, key, version)
        .map(wrapped -> new Found(hsm, wrapped))
        .orElseGet(() -> gate.making(key.instance(), () -> findAnew(key, version)));
  }

  private Found findAnew(Key key, KeyVersion version) {
    Hsm hsm = hsms.of(key.instance());
    Key now = reread.apply(key);
    return new Found(hsm, RowMac.authentic(hsm, now, now.version(version.id()).orElse(version)));
  }
}
