package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.MfaDeviceName;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.MfaDevices;
import java.util.Set;

/// Creates a virtual MFA device; its seed is shown this once.
public final class CreateVirtualMFADevice {
  private CreateVirtualMFADevice() {}

  /// What is asked.
  public record Request(
      @Doc(
              value = "Name of the device: 1 to 64 letters, digits, . and -.",
              name = "VirtualMFADeviceName")
          String virtualMfaDeviceName) {}

  /// What is answered.
  public record Answer(
      @Doc(value = "The new device.", name = "VirtualMFADevice") NewDevice virtualMfaDevice) {}

  /// The device with its seed.
  public record NewDevice(
      @Doc("Serial number of the device.") String serialNumber,
      @Doc("Seed for an authenticator app (TOTP), shown this once.")
          SecretBytes base32StringSeed) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "CreateVirtualMFADevice",
          "Creates a virtual MFA device; its seed is shown this once.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              Set.of(
                  ErrorCode.MFA_DEVICE_NAME_LENGTH,
                  ErrorCode.MFA_DEVICE_NAME_CHARACTERS,
                  ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_EXISTS,
                  ErrorCode.LIMIT_EXCEEDED_MFA_DEVICE)),
          (_, _, request) ->
              new Target.Named("mfa", new MfaDeviceName(request.virtualMfaDeviceName()).value()),
          CreateVirtualMFADevice::perform);

  private static Answer perform(Services services, Call<Request> call) {
    MfaDevices.Created made =
        services
            .ram()
            .mfaDevices()
            .create(new MfaDeviceName(call.request().virtualMfaDeviceName()));
    return new Answer(new NewDevice(made.serial().value(), made.seed()));
  }
}
