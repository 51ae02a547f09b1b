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

/// Answers which MFA device is bound to a user.
public final class GetUserMFAInfo {
  private GetUserMFAInfo() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName) {}

  /// What is answered.
  public record Answer(@Doc(value = "The device.", name = "MFADevice") Device mfaDevice) {}

  /// A device.
  public record Device(
      @Doc("Serial number of the device.") String serialNumber,
      @Doc("VMFA: there are only virtual ones.") String type) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "GetUserMFAInfo",
          "Answers which MFA device is bound to a user.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(RamErrors.USER, Set.of(ErrorCode.MFA_DEVICE_NOT_EXIST)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          GetUserMFAInfo::perform);

  private static Answer perform(Services services, Call<Request> call) {
    UserName user = new UserName(call.request().userName());
    return new Answer(new Device(services.ram().mfaDevices().require(user).value(), "VMFA"));
  }
}
