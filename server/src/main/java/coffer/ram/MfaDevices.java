package coffer.ram;

import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.MfaDevice;
import coffer.model.MfaDeviceName;
import coffer.model.MfaSerial;
import coffer.model.SecretBytes;
import coffer.model.User;
import coffer.model.UserName;
import coffer.store.Snapshot;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Virtual second factors: one at most for a user, and bound only by who has it.
public final class MfaDevices {
  private final RamDirectory directory;
  private final Store store;
  private final MfaSeeds seeds;
  private final Clock clock;
  private final String account;

  MfaDevices(RamDirectory directory, Store store, MfaSeeds seeds, Clock clock, String account) {
    this.directory = directory;
    this.store = store;
    this.seeds = seeds;
    this.clock = clock;
    this.account = account;
  }

  /// A new device. Its seed is shown once, as Base32 text; the caller owns it.
  public record Created(MfaSerial serial, SecretBytes seed) {}

  /// A device, and whom it is bound to.
  public record Listed(MfaDevice device, Optional<User> user) {}

  public Created create(MfaDeviceName name) {
    MfaSerial serial = MfaSerial.of(account, name);
    try (SecretBytes seed = seeds.make()) {
      MfaDevice device =
          new MfaDevice(
              serial,
              seeds.seal(serial, seed),
              Optional.empty(),
              -1,
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              Optional.empty());
      directory.change(transaction -> {
        Users.refuseIf(
            transaction.ram().mfaDevices().find(serial).isPresent(),
            ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_EXISTS);
        Users.refuseIf(
            transaction.ram().mfaDevices().count() >= RamLimits.MFA_DEVICES_MAX,
            ErrorCode.LIMIT_EXCEEDED_MFA_DEVICE);
        transaction.ram().mfaDevices().insert(device);
        return true;
      });
      return new Created(serial, MfaSeeds.text(seed));
    }
  }

  /// @param first a code of the device
  /// @param second the code after it: two of them show that its clock is right
  public void bind(MfaSerial serial, UserName user, String first, String second) {
    if (!Totp.isShaped(first) || !Totp.isShaped(second)) {
      throw new KmsException(ErrorCode.MFA_CODE_FORMAT);
    }
    Instant now = clock.instant();
    directory.change(transaction -> {
      EntityId id = Users.require(transaction, user).id();
      MfaDevice device = require(transaction, serial);
      Users.refuseIf(device.user().isPresent(), ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_BOUND);
      Users.refuseIf(
          transaction.ram().mfaDevices(id).count() > 0, ErrorCode.MFA_DEVICE_ALREADY_EXISTS);
      long step = seeds.step(device, first, second, now);
      return transaction
          .ram()
          .mfaDevices()
          .update(serial, old -> old.boundTo(id, step, now.truncatedTo(ChronoUnit.MILLIS)));
    });
  }

  /// The device that was bound; it stays, and can be bound again.
  public MfaSerial unbind(UserName user) {
    return directory.change((Transaction transaction) ->
        transaction
            .ram()
            .mfaDevices()
            .update(require(transaction, user).serial(), MfaDevice::unbound)
            .serial());
  }

  /// The device that is bound to a user.
  public MfaSerial require(UserName user) {
    return store.read(view -> require(view, user).serial());
  }

  /// All of them, by serial number.
  public List<Listed> all() {
    Map<EntityId, User> users =
        directory.state().users().values().stream()
            .collect(Collectors.toMap(User::id, Function.identity()));
    return store.read(view -> RamRows.all(view.ram().mfaDevices())).stream()
        .sorted(Comparator.comparing(MfaDevice::serial))
        .map(device ->
            new Listed(device, device.user().flatMap(id -> Optional.ofNullable(users.get(id)))))
        .toList();
  }

  /// Refused while it is bound.
  public void delete(MfaSerial serial) {
    directory.change(transaction -> {
      Users.refuseIf(
          require(transaction, serial).user().isPresent(), ErrorCode.DELETE_CONFLICT_MFA_DEVICE);
      transaction.ram().mfaDevices().delete(serial);
      return true;
    });
  }

  private static MfaDevice require(Snapshot view, MfaSerial serial) {
    return view.ram()
        .mfaDevices()
        .find(serial)
        .orElseThrow(() -> new KmsException(ErrorCode.VIRTUAL_MFA_DEVICE_NOT_EXIST));
  }

  private static MfaDevice require(Snapshot view, UserName user) {
    return bound(view, Users.require(view, user).id())
        .orElseThrow(() -> new KmsException(ErrorCode.MFA_DEVICE_NOT_EXIST));
  }

  static Optional<MfaDevice> bound(Snapshot view, EntityId user) {
    return view.ram().mfaDevices(user).page(0, 1).stream().findFirst();
  }
}
