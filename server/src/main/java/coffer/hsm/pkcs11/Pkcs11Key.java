package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import java.util.Set;
import java.util.function.LongFunction;

/// An object's handle, good for one epoch. A session object is destroyed only when nobody uses it,
/// since a module may give the number of a destroyed object to the next one; what rests in the
/// token outlives its handles.
final class Pkcs11Key implements HsmKey {
  private final Object owner;
  private final int epoch;
  private final long handle;
  private final KeySpec spec;
  private final Set<KeyUsage> usages;
  private final boolean rests;
  private int users;
  private boolean released;
  private boolean doomed;

  Pkcs11Key(Object owner, int epoch, long handle, KeySpec spec, Set<KeyUsage> usages) {
    this(owner, epoch, handle, spec, usages, false);
  }

  private Pkcs11Key(
      Object owner, int epoch, long handle, KeySpec spec, Set<KeyUsage> usages, boolean rests) {
    this.owner = owner;
    this.epoch = epoch;
    this.handle = handle;
    this.spec = spec;
    this.usages = usages;
    this.rests = rests;
  }

  /// Of an object of the token.
  static Pkcs11Key resting(
      Object owner, int epoch, long handle, KeySpec spec, Set<KeyUsage> usages) {
    return new Pkcs11Key(owner, epoch, handle, spec, usages, true);
  }

  boolean rests() {
    return rests;
  }

  boolean belongsTo(Object member) {
    return owner.equals(member);
  }

  KeySpec spec() {
    return spec;
  }

  /// Looked at here as well as in the token: some modules let an unwrapped private key do anything.
  boolean serves(KeyUsage usage) {
    return usages.contains(usage);
  }

  int modulusBytes() {
    return spec.bits() / 8;
  }

  int epoch() {
    return epoch;
  }

  long handle() {
    return handle;
  }

  /// Lends the handle, if it is one of `now`.
  <T> T use(Epoch now, LongFunction<T> use) {
    acquire(now);
    try {
      return use.apply(handle);
    } finally {
      doneUsing();
    }
  }

  /// From now on stale.
  synchronized void release() {
    released = true;
  }

  /// @return true once, when it is released and unused
  synchronized boolean takeForDestruction() {
    boolean mine = released && users == 0 && !doomed;
    doomed |= mine;
    return mine;
  }

  synchronized boolean isAwaitingDestruction() {
    return released && !doomed;
  }

  private synchronized void acquire(Epoch now) {
    if (released || now.number() != epoch) {
      throw new HsmException(HsmFailure.STALE_KEY, "key of an earlier epoch, or released");
    }
    users++;
  }

  private synchronized void doneUsing() {
    users--;
  }
}
