package coffer.operations.kms;

import coffer.audit.AuditEvent;
import coffer.audit.AuditQuery;
import coffer.audit.AuditSearch;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks into the audit trail, newest first; what was archived is not looked at.
public final class SearchAuditRecords {
  private static final int RESULTS_MAX = 100;
  private static final int RESULTS = 20;
  private static final int TEXT_LENGTH_MAX = 512;

  private SearchAuditRecords() {}

  /// What is asked.
  public record Request(
      @Doc("The earliest moment, such as 2026-01-31T00:00:00Z.") Optional<String> startTime,
      @Doc("The first moment that is too late.") Optional<String> endTime,
      @Doc("Who called, as records name it, such as root/LTAI….") Optional<String> principal,
      @Doc("What was called, such as kms:CreateKey.") Optional<String> actionName,
      @Doc("On what, such as key/KEY-ID.") Optional<String> resource,
      @Doc("OK, or the name of the refusal.") Optional<String> outcome,
      @Doc("Id of the request.") Optional<String> auditedRequestId,
      @Doc("Address of the caller.") Optional<String> source,
      @Doc("Records on a page, 1 to 100; 20 by default.") Optional<Integer> maxResults,
      @Doc("Where the page before ended.") Optional<String> nextToken) {}

  /// What is answered.
  public record Answer(
      @Doc("The records, newest first.") Records records,
      @Doc("There may be more: ask again with it, also after a page with few records or none.")
          Optional<String> nextToken) {}

  /// A list as clients nest it.
  public record Records(@Doc("The records.") List<Entry> record) {}

  /// One record.
  public record Entry(
      @Doc("Number of the record in the trail.") long sequence,
      @Doc("When the call was answered.") Instant time,
      @Doc("Who called.") String principal,
      @Doc("What was called.") String action,
      @Doc("On what.") String resource,
      @Doc("OK, or the name of the refusal.") String outcome,
      @Doc("Id of the request.") String auditedRequestId,
      @Doc("Address of the caller.") String source,
      @Doc("Marks, such as RSA_OAEP_DECODED_IN_SOFTWARE.") String notes) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "SearchAuditRecords",
          "Looks into the audit trail, newest first; what was archived is not looked at.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Service(),
          SearchAuditRecords::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    int limit = request.maxResults().orElse(RESULTS);
    if (limit < 1 || limit > RESULTS_MAX) {
      throw KmsException.invalid("MaxResults", "1 to 100");
    }
    AuditQuery query =
        new AuditQuery(
            instant("StartTime", request.startTime()),
            instant("EndTime", request.endTime()),
            bounded("Principal", request.principal()),
            bounded("ActionName", request.actionName()),
            bounded("Resource", request.resource()),
            bounded("Outcome", request.outcome()),
            bounded("AuditedRequestId", request.auditedRequestId()),
            bounded("Source", request.source()));
    long before = request.nextToken().map(SearchAuditRecords::sequence).orElse(Long.MAX_VALUE);
    AuditSearch.Page page = services.audit().search().search(query, before, limit);
    return new Answer(
        new Records(page.records().stream().map(SearchAuditRecords::entry).toList()),
        page.next().isPresent()
            ? Optional.of(Long.toString(page.next().getAsLong()))
            : Optional.empty());
  }

  private static Entry entry(AuditSearch.Found found) {
    AuditEvent event = found.event();
    return new Entry(
        found.sequence(),
        event.at(),
        event.principal(),
        event.action(),
        event.resource(),
        event.outcome(),
        event.requestId(),
        event.source(),
        event.notes());
  }

  private static Optional<String> bounded(String parameter, Optional<String> text) {
    if (text.filter(it -> it.length() > TEXT_LENGTH_MAX).isPresent()) {
      throw KmsException.invalid(parameter, "it has more than 512 characters");
    }
    return text;
  }

  private static Optional<Instant> instant(String parameter, Optional<String> text) {
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw KmsException.invalid(parameter, "as 2026-01-31T00:00:00Z");
    }
  }

  /// A page ends at the number of a record, which its reader was told.
  private static long sequence(String token) {
    try {
      long sequence = Long.parseLong(token);
      if (sequence > 0) {
        return sequence;
      }
    } catch (NumberFormatException e) {
      throw KmsException.invalid("NextToken");
    }
    throw KmsException.invalid("NextToken");
  }
}
