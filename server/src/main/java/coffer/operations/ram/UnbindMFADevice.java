package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Takes the MFA device from a user; it stays, bound to nobody.
public final class UnbindMFADevice {
  private UnbindMFADevice() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  /// What is answered.
  public record Answer(
      @Doc(value = "The device that was bound.", name = "MFADevice") Device mfaDevice) {}

  /// A device.
  public record Device(@Doc("Serial number of the device.") String serialNumber) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "UnbindMFADevice",
          "Takes the MFA device from a user; it stays, bound to nobody.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.MFA_DEVICE_NOT_EXIST)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          UnbindMFADevice::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return new Answer(
        new Device(
            services.ram().mfaDevices().unbind(new UserName(call.request().userName())).value()));
  }
}
