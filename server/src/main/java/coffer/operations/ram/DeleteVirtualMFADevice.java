package coffer.operations.ram;

import coffer.model.ErrorCode;
import coffer.model.MfaSerial;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Set;

/// Deletes a virtual MFA device that is bound to nobody.
public final class DeleteVirtualMFADevice {
  private DeleteVirtualMFADevice() {}

  /// What is asked.
  public record Request(
      @Doc("Serial number of the device: acs:ram::ACCOUNT:mfa/NAME.") String serialNumber) {}

  public static final Operation<Request, Done> OPERATION =
      Operation.of(
          Api.RAM,
          "DeleteVirtualMFADevice",
          "Deletes a virtual MFA device that is bound to nobody.",
          Request.class,
          Done.class,
          Operation.Kind.CHANGE,
          RamErrors.of(
              Set.of(ErrorCode.VIRTUAL_MFA_DEVICE_NOT_EXIST, ErrorCode.DELETE_CONFLICT_MFA_DEVICE)),
          (_, _, request) -> new Target.Named("mfa", new MfaSerial(request.serialNumber()).name()),
          DeleteVirtualMFADevice::perform);

  private static Done perform(Services services, Call<Request> call) {
    services.ram().mfaDevices().delete(new MfaSerial(call.request().serialNumber()));
    return new Done();
  }
}
