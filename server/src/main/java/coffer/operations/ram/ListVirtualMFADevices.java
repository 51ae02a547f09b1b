package coffer.operations.ram;

import coffer.model.MfaDevice;
import coffer.model.User;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.ram.MfaDevices;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lists the virtual MFA devices by serial number.
public final class ListVirtualMFADevices {
  private ListVirtualMFADevices() {}

  /// What is asked. Clients of this version know neither field, nor those of the answer: without
  /// them, all come at once.
  public record Request(
      @Doc("Where the page before ended.") Optional<String> marker,
      @Doc("Rows on a page, 1 to 1000; all by default.") Optional<Integer> maxItems) {}

  /// What is answered.
  public record Answer(
      @Doc(value = "The devices of the page.", name = "VirtualMFADevices") Listed virtualMfaDevices,
      @Doc("Whether there are more.") boolean isTruncated,
      @Doc("Marker of the next page; absent at the end.") Optional<String> marker) {}

  /// A list as clients nest it.
  public record Listed(
      @Doc(value = "The devices.", name = "VirtualMFADevice") List<Entry> virtualMfaDevice) {}

  /// One device.
  public record Entry(
      @Doc("Serial number of the device.") String serialNumber,
      @Doc("When it was bound; absent if it is not.") Optional<Instant> activateDate,
      @Doc("Whom it is bound to; absent if to nobody.") Optional<Owner> user) {}

  /// A user that has one.
  public record Owner(
      @Doc("Id of the user.") String userId,
      @Doc("Name of the user.") String userName,
      @Doc("Name for people.") Optional<String> displayName) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.RAM,
          "ListVirtualMFADevices",
          "Lists the virtual MFA devices by serial number.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          RamErrors.of(),
          (_, _, _) -> new Target.Named("mfa", "*"),
          ListVirtualMFADevices::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Marked<MfaDevices.Listed> page =
        Marked.pageOrAll(
            services.ram().mfaDevices().all(),
            listed -> listed.device().serial().value(),
            request.marker(),
            request.maxItems());
    return new Answer(
        new Listed(page.rows().stream().map(ListVirtualMFADevices::entry).toList()),
        page.truncated(),
        page.marker());
  }

  private static Entry entry(MfaDevices.Listed listed) {
    MfaDevice device = listed.device();
    return new Entry(
        device.serial().value(), device.bound(), listed.user().map(ListVirtualMFADevices::owner));
  }

  private static Owner owner(User user) {
    return new Owner(
        user.id().value(), user.name().value(), UserDescription.present(user.displayName()));
  }
}
