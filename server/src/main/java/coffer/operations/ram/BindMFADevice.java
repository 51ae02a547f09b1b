package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.MfaSerial;
import coffer.model.UserName;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Binds a virtual MFA device to a user who has it.
public final class BindMFADevice {
  private BindMFADevice() {}

  /// What is asked.
  public record Request(
      @Doc("Serial number of the device: acs:ram::ACCOUNT:mfa/NAME.") String serialNumber,
      @Doc("Name of the user: 1 to 64 letters, digits, ., _ and -.") String userName,
      @Doc("A code of the device: 6 digits.") String authenticationCode1,
      @Doc("The code that the device shows next.") String authenticationCode2) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "BindMFADevice",
          "Binds a virtual MFA device to a user who has it.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              RamErrors.USER,
              Set.of(
                  ErrorCode.MFA_CODE_FORMAT,
                  ErrorCode.MFA_CODE_WRONG,
                  ErrorCode.MFA_DEVICE_ALREADY_EXISTS,
                  ErrorCode.VIRTUAL_MFA_DEVICE_NOT_EXIST,
                  ErrorCode.VIRTUAL_MFA_DEVICE_ALREADY_BOUND)),
          (_, _, request) -> new Target.Named("user", new UserName(request.userName()).value()),
          BindMFADevice::perform);

  private static Done perform(Services services, Call<Request> call) {
    Request request = call.request();
    services
        .ram()
        .mfaDevices()
        .bind(
            new MfaSerial(request.serialNumber()),
            new UserName(request.userName()),
            request.authenticationCode1(),
            request.authenticationCode2());
    return new Done();
  }
}
