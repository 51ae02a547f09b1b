package coffer.clusters;

import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.KmsException;
import coffer.model.RegisteredHsm;
import coffer.model.SecretBytes;
import coffer.store.Snapshot;
import coffer.store.Store;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// HSMs on their way into a cluster: registered, then enrolled, which gives them their identity
/// key.
public final class HsmRegistry {
  private static final Pattern ZONE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");
  private static final int URI_CHARACTERS_MAX = 1024;
  private static final int REMARK_CHARACTERS_MAX = 100;
  private static final int HSMS_MAX = 1000;

  private final Store store;
  private final HsmProviders providers;
  private final Clock clock;
  private final Supplier<HsmId> ids;
  private final Supplier<SecretBytes> newPins;
  private final MemberPins pins;
  private final OfficerPasswords officers;

  /// @param newPins makes kmsuser's password of an HSM that has no owner's yet
  HsmRegistry(
      Store store,
      HsmProviders providers,
      Clock clock,
      Supplier<HsmId> ids,
      Supplier<SecretBytes> newPins,
      MemberPins pins,
      OfficerPasswords officers) {
    this.store = store;
    this.providers = providers;
    this.clock = clock;
    this.ids = ids;
    this.newPins = newPins;
    this.pins = pins;
    this.officers = officers;
  }

  public List<RegisteredHsm> all() {
    return store.read(view -> view.registeredHsms().page(0, HSMS_MAX));
  }

  public RegisteredHsm require(String id) {
    Optional<RegisteredHsm> found =
        HsmId.isValid(id)
            ? store.read(view -> view.registeredHsms().find(new HsmId(id)))
            : Optional.empty();
    return found.orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }

  /// Looks at the token without logging in.
  ///
  /// @param uri `pkcs11:token=…?module-name=…`, or `software:` and a path in the data directory
  public RegisteredHsm register(String uri, String zone, Optional<String> remark) {
    URI place = place(uri);
    if (!ZONE.matcher(zone).matches()) {
      throw KmsException.invalid("ZoneId", "1 to 64 lower-case letters, digits and hyphens");
    }
    HsmProvider provider = providers.of(place);
    HsmLocation location = providers.location(place);
    TokenStatus status = Refusals.during("Uri", () -> provider.status(location));
    boolean made = place.getScheme().equals("software");
    if (status.state() == TokenStatus.State.ABSENT && !made) {
      throw KmsException.invalid("Uri", "no token of the module matches it");
    }
    RegisteredHsm hsm =
        new RegisteredHsm(
            ids.get(),
            place,
            zone,
            status.identity().map(HsmIdentity::label).orElse(""),
            status.identity().map(HsmIdentity::serial).orElse(""),
            checkedRemark(remark.orElse("")),
            false,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return store.inTransaction(transaction -> {
      if (transaction.registeredHsms().count() >= HSMS_MAX) {
        throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
      }
      refuseTwin(transaction, hsm);
      transaction.registeredHsms().insert(hsm);
      return hsm;
    });
  }

  /// Forgets an HSM that is in no cluster; the token stays as it is.
  public void deregister(HsmId id) {
    store.inTransaction(transaction -> {
      transaction.registeredHsms().delete(id);
      return true;
    });
    pins.forget(id);
    officers.forget(id);
  }

  /// Of an HSM in a cluster or outside.
  public void remark(String id, String text) {
    String checked = checkedRemark(text);
    if (!HsmId.isValid(id)) {
      throw new KmsException(ErrorCode.RESOURCE_NOT_FOUND);
    }
    HsmId hsm = new HsmId(id);
    store.inTransaction(transaction -> {
      if (transaction.registeredHsms().find(hsm).isPresent()) {
        return transaction.registeredHsms().update(hsm, old -> old.withRemark(checked)).id();
      }
      HsmCluster cluster =
          transaction.clusters().page(0, HSMS_MAX).stream()
              .filter(c -> c.member(hsm).isPresent())
              .findFirst()
              .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
      transaction
          .clusters()
          .update(cluster.id(), old -> old.withMember(hsm, m -> m.withRemark(checked)));
      return hsm;
    });
  }

  /// Initialises an empty software token, sees to it that kmsuser exists, and makes the identity
  /// key. May be repeated.
  ///
  /// @param cryptoUser kmsuser's password, needed when somebody else made that user
  public RegisteredHsm enroll(HsmId id, SecretBytes officer, Optional<SecretBytes> cryptoUser) {
    RegisteredHsm hsm = require(id.value());
    HsmProvider provider = providers.of(hsm.uri());
    HsmLocation location = providers.location(hsm.uri());
    Refusals.during(
        "SecurityOfficerPassword",
        () -> {
          prepare(hsm, provider, location, officer, cryptoUser);
          return true;
        });
    officers.remember(id, officer);
    HsmIdentity identity;
    try (SecretBytes pin = pins.find(id).orElseThrow(() -> needsCryptoUser());
        HsmMember member =
            Refusals.during("CryptoUserPassword", () -> provider.open(location, pin))) {
      identity = member.identity();
      byte[] _ = Refusals.during("CryptoUserPassword", member::ensureIdent);
    }
    return store.inTransaction(transaction -> {
      RegisteredHsm enrolled =
          new RegisteredHsm(
              id,
              hsm.uri(),
              hsm.zone(),
              identity.label(),
              identity.serial(),
              hsm.remark(),
              true,
              hsm.registered());
      refuseTwin(transaction, enrolled);
      return transaction.registeredHsms().update(id, _ -> enrolled);
    });
  }

  private void prepare(
      RegisteredHsm hsm,
      HsmProvider provider,
      HsmLocation location,
      SecretBytes officer,
      Optional<SecretBytes> cryptoUser) {
    TokenStatus.State state = provider.status(location).state();
    if (state == TokenStatus.State.ABSENT || state == TokenStatus.State.UNINITIALIZED) {
      provider.initialize(location, hsm.id().value(), officer);
      state = TokenStatus.State.NO_CRYPTO_USER;
    }
    if (state == TokenStatus.State.NO_CRYPTO_USER) {
      try (SecretBytes pin = cryptoUser.map(SecretBytes::copy).orElseGet(newPins)) {
        pins.keep(hsm.id(), pin);
        provider.setCryptoUser(location, officer, pin);
      }
    } else {
      cryptoUser.ifPresent(pin -> pins.keep(hsm.id(), pin));
    }
  }

  private static KmsException needsCryptoUser() {
    return new KmsException(
        ErrorCode.MISSING_PARAMETER,
        "The parameter \"CryptoUserPassword\" is needed: the token has a crypto user already.");
  }

  static String checkedRemark(String text) {
    if (text.length() > REMARK_CHARACTERS_MAX || text.chars().anyMatch(Character::isISOControl)) {
      throw KmsException.invalid("Remark", "at most 100 characters in one line");
    }
    return text;
  }

  private static URI place(String text) {
    if (text.length() > URI_CHARACTERS_MAX) {
      throw KmsException.invalid("Uri", "it is too long");
    }
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw KmsException.invalid("Uri", "it is no URI");
    }
    if (uri.getScheme() == null || !uri.isOpaque()) {
      throw KmsException.invalid(
          "Uri", "pkcs11:token=LABEL?module-name=NAME, or software:hsm/NAME.token");
    }
    return uri;
  }

  /// Identity is (module, label, serial); an empty token is known by where it is only.
  private static void refuseTwin(Snapshot view, RegisteredHsm hsm) {
    Stream<RegisteredHsm> outside = view.registeredHsms().page(0, HSMS_MAX).stream();
    Stream<ClusterMember> inside =
        view.clusters().page(0, HSMS_MAX).stream().flatMap(cluster -> cluster.members().stream());
    boolean known =
        outside.anyMatch(other ->
            !other.id().equals(hsm.id()) && isSame(hsm, other.uri(), other.label(), other.serial()))
            || inside.anyMatch(other -> isSame(hsm, other.uri(), other.label(), other.serial()));
    if (known) {
      throw new KmsException(ErrorCode.RESOURCE_EXIST, "The HSM is registered already.");
    }
  }

  private static boolean isSame(RegisteredHsm hsm, URI uri, String label, String serial) {
    return hsm.uri().equals(uri)
        || (!hsm.serial().isEmpty()
            && hsm.uri().getScheme().equals(uri.getScheme())
            && hsm.label().equals(label)
            && hsm.serial().equals(serial));
  }
}
