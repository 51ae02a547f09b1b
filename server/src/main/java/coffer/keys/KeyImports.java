package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.model.ErrorCode;
import coffer.model.ImportTicket;
import coffer.model.ImportedMaterial;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import coffer.store.Store;
import coffer.store.Transaction;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// Key material that customers bring, and how it goes again. A key takes the material that it was
/// given first, or none: what other material would look like is kept as a fingerprint for as long
/// as there is the key. Every change is one transaction and durable when it returns. Does not check
/// permissions.
public final class KeyImports {
  private final Store store;
  private final KeyDirectory directory;
  private final Hsms hsms;
  private final Clock clock;
  private final ImportTickets tickets;
  private final MaterialGate gate;

  /// Whether erased material may still be in the store's files. Also at the start: an earlier
  /// process may have been killed before it scrubbed.
  private final AtomicBoolean unscrubbed = new AtomicBoolean(true);

  KeyImports(Store store, KeyDirectory directory, Hsms hsms, Clock clock, MaterialGate gate) {
    this.store = store;
    this.directory = directory;
    this.hsms = hsms;
    this.clock = clock;
    this.tickets = new ImportTickets(store, clock);
    this.gate = gate;
  }

  /// A new wrapping pair, made in an HSM, and a token for it.
  public ImportParameters parameters(Key key, WrappingAlgorithm algorithm) {
    requireExternal(key);
    if (!algorithm.suits(key.spec())) {
      throw KmsException.invalid(
          "WrappingAlgorithm", "material of a key of this spec is not wrapped so");
    }
    try {
      return gate.making(
          key.instance(), () -> tickets.issue(hsms.of(key.instance()), key, algorithm));
    } catch (HsmException e) {
      throw Refusals.translate(e);
    }
  }

  /// Gives the key its material: all of it or nothing.
  ///
  /// @param encrypted as the token's algorithm says
  /// @param expires when the material is removed again; empty is never
  /// @return how it was wrapped, if it was in the service's memory in the clear
  public Optional<WrappingAlgorithm> take(
      Key key, byte[] encrypted, String token, Optional<Instant> expires) {
    requireOpen(key);
    expires.ifPresent(this::requireAhead);
    try {
      return gate.making(
          key.instance(),
          () -> {
            Hsm hsm = hsms.of(key.instance());
            ImportTicket ticket = tickets.admit(hsm, key, token);
            return take(hsm, key, encrypted, ticket, expires);
          });
    } catch (HsmException e) {
      throw Refusals.translateImport(e);
    }
  }

  private Optional<WrappingAlgorithm> take(
      Hsm hsm, Key key, byte[] encrypted, ImportTicket ticket, Optional<Instant> expires) {
    Imported imported;
    byte[] fingerprint;
    KeyVersion version;
    try {
      imported = hsm.importKey(incoming(ticket, encrypted), key.spec(), key.usages());
      fingerprint = Fingerprint.of(hsm, key, imported.wrapped());
      version = version(hsm, key, imported.wrapped());
    } catch (HsmException e) {
      if (e.failure() != HsmFailure.BAD_CIPHERTEXT && e.failure() != HsmFailure.CALLER) {
        tickets.settle(ticket);
      }
      throw e;
    }
    change(
        key.id(),
        (transaction, now) -> {
          requireOpen(now);
          requireSame(transaction, now.id(), fingerprint);
          ImportTickets.settle(transaction, ticket);
          return now.withMaterial(version, expires);
        });
    return imported.openedInSoftware() ? Optional.of(ticket.algorithm()) : Optional.empty();
  }

  /// Removes a key's material, if there is some.
  ///
  /// @return the key without it
  public Key remove(Key key) {
    requireExternal(key);
    return change(key.id(), (_, now) -> without(now));
  }

  /// What is known of the material that is in use.
  public Optional<ImportedMaterial> imported(Key key) {
    return key.hasMaterial()
        ? store.read(view -> view.importedMaterials().find(key.id()))
        : Optional.empty();
  }

  /// Keys whose material has ended.
  public List<Key> ended(int offset, int limit) {
    Instant now = clock.instant();
    return store.read(view -> view.keysWithEndedMaterial(now).page(offset, limit));
  }

  /// Removes a key's material if it has ended, and not been imported again meanwhile.
  ///
  /// @return the key without it; empty when nothing was done
  public Optional<Key> expire(KeyId id) {
    Instant now = clock.instant();
    return directory.changeIf(
        id,
        key -> key.materialExpires().filter(end -> !now.isBefore(end)).isPresent(),
        (_, key) -> without(key));
  }

  /// Removes tickets that have ended.
  public int sweep() {
    return tickets.sweep();
  }

  /// Makes it true on disk that removed material is gone, if some was removed.
  public void scrub() {
    if (unscrubbed.getAndSet(false) && !store.scrub()) {
      unscrubbed.set(true);
    }
  }

  static void forget(Transaction transaction, KeyId key) {
    ImportTickets.forget(transaction, key);
    if (transaction.importedMaterials().find(key).isPresent()) {
      transaction.importedMaterials().delete(key);
    }
  }

  private interface Change {
    Key of(Transaction transaction, Key key);
  }

  private Key change(KeyId id, Change change) {
    return directory
        .changeIf(id, key -> key.state() != KeyState.DESTROYING, change::of)
        .orElseThrow(() -> new KmsException(ErrorCode.KEY_NOT_FOUND));
  }

  private Key without(Key key) {
    unscrubbed.set(true);
    return key.withoutMaterial();
  }

  private static Incoming incoming(ImportTicket ticket, byte[] encrypted) {
    Material pair =
        new Material(
            new KeyVersionId(ticket.id().value()),
            KeySpec.RSA_2048,
            Set.of(KeyUsage.ENCRYPT_DECRYPT),
            ticket.pair());
    return new Incoming(pair, ticket.algorithm(), encrypted);
  }

  /// The key's only version: ciphertexts made before open again.
  private static KeyVersion version(Hsm hsm, Key key, WrappedKey wrapped) {
    KeyVersion kept = key.primary();
    byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(key.traits()), kept.id(), wrapped);
    return new KeyVersion(kept.id(), kept.created(), Optional.of(wrapped), mac);
  }

  private void requireSame(Transaction transaction, KeyId id, byte[] fingerprint) {
    Optional<ImportedMaterial> first = transaction.importedMaterials().find(id);
    if (first.isEmpty()) {
      transaction
          .importedMaterials()
          .insert(new ImportedMaterial(id, fingerprint, clock.instant()));
    } else if (!MessageDigest.isEqual(first.get().fingerprint(), fingerprint)) {
      throw new KmsException(ErrorCode.INVALID_KEY_MATERIAL);
    }
  }

  private void requireAhead(Instant expires) {
    if (!expires.isAfter(clock.instant())) {
      throw KmsException.invalid("KeyMaterialExpireUnix", "it is 0, or a second yet to come");
    }
  }

  private static void requireOpen(Key key) {
    requireExternal(key);
    if (key.state() == KeyState.PENDING_DELETION) {
      throw new KmsException(ErrorCode.STATE_MODIFIED_FAILED);
    }
  }

  private static void requireExternal(Key key) {
    if (key.origin() != Origin.EXTERNAL) {
      throw new KmsException(ErrorCode.UNSUPPORTED_ORIGIN);
    }
  }
}
