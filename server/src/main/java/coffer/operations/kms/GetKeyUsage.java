package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KeyUses;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells when a key was used last, by whom, and how often on each day.
public final class GetKeyUsage {
  private static final int DAYS_MAX = 400;
  private static final int DAYS = 30;

  private GetKeyUsage() {}

  /// What is asked.
  public record Request(
      @Doc("Id or ARN of the key, or an alias.") String keyId,
      @Doc("How many days, with today, 1 to 400; 30 by default.") Optional<Integer> days) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the key.") String keyId,
      @Doc("When it was used last within these days.") Optional<Instant> lastUsed,
      @Doc("Who used it last, as audit records name callers.") Optional<String> lastUsedBy,
      @Doc("Calls that used it within these days.") long calls,
      @Doc("The days on which it was used, oldest first. What a crash lost is a minute at most.")
          Days days) {}

  /// A list as clients nest it.
  public record Days(@Doc("The days.") List<Entry> day) {}

  /// One day.
  public record Entry(
      @Doc("The day in UTC, such as 2026-01-31.") String date,
      @Doc("Calls that used the key.") long calls) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetKeyUsage",
          "Tells when a key was used last, by whom, and how often on each day.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GetKeyUsage::perform);

  private static Answer perform(Services services, Call<Request> call) {
    int days = call.request().days().orElse(DAYS);
    if (days < 1 || days > DAYS_MAX) {
      throw KmsException.invalid("Days", "1 to 400");
    }
    List<KeyUses> uses =
        services.keys().uses().of(call.key().id(), services.clock().instant(), days);
    Optional<KeyUses> last = uses.isEmpty() ? Optional.empty() : Optional.of(uses.getLast());
    return new Answer(
        call.key().id().value(),
        last.map(KeyUses::last),
        last.map(KeyUses::by),
        uses.stream().mapToLong(KeyUses::calls).sum(),
        new Days(
            uses.stream()
                .map(day -> new Entry(LocalDate.ofEpochDay(day.day()).toString(), day.calls()))
                .toList()));
  }
}
