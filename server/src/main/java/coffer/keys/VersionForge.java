package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.model.KeyTraits;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.Remnant;
import coffer.model.WrappedKey;
import coffer.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/// Has an HSM generate the material of a version. What comes of it is volatile memory, or an object
/// inside HSMs that is a remnant, until it is in the store.
final class VersionForge {
  private final Store store;
  private final Hsms hsms;
  private final Clock clock;
  private final Supplier<KeyVersionId> ids;

  VersionForge(Store store, Hsms hsms, Clock clock, Supplier<KeyVersionId> ids) {
    this.store = store;
    this.hsms = hsms;
    this.clock = clock;
    this.ids = ids;
  }

  /// The millisecond is what the store keeps.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  KeyVersion forge(KeyTraits traits) {
    Hsm hsm = hsms.of(traits.instance());
    KeyVersionId id = ids.get();
    try {
      WrappedKey wrapped =
          switch (traits.storage()) {
            case HSM_ENCRYPTED_DATABASE -> hsm.generate(traits.spec(), traits.usages());
            case HSM_INTERNAL -> inside(hsm, id, traits);
          };
      byte[] mac = RowMac.compute(hsm, RowMac.Binding.of(traits), id, wrapped);
      return new KeyVersion(id, now(), Optional.of(wrapped), mac);
    } catch (HsmException e) {
      throw Refusals.translate(e);
    }
  }

  /// The books name it before an HSM has it, so that a kill leaves nothing there that they do not.
  private WrappedKey inside(Hsm hsm, KeyVersionId id, KeyTraits traits) {
    Remnants.announce(store, Remnant.making(id, traits.instance(), now()));
    return hsm.generateInside(id, traits.spec(), traits.usages());
  }

  /// One that waits for its import.
  KeyVersion empty() {
    return KeyVersion.withoutMaterial(ids.get(), now());
  }
}
