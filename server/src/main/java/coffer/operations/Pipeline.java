package coffer.operations;

import coffer.access.Principal;
import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.hsm.HsmException;
import coffer.model.ErrorCode;
import coffer.model.KeyId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.StoreException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one road every call takes, whatever protocol it came by: resolve, authorize, perform, audit.
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Services services;
  private final Permissions permissions;
  private final AuditSink audit;
  private final CallMeter meter;
  private final FairUse fairUse;

  public Pipeline(
      Services services,
      Permissions permissions,
      AuditSink audit,
      CallMeter meter,
      FairUse fairUse) {
    this.services = services;
    this.permissions = permissions;
    this.audit = audit;
    this.meter = meter;
    this.fairUse = fairUse;
  }

  /// Whether this call may run on the event loop that received it.
  public <Q extends Record, A extends Record> boolean runsInline(
      Caller caller, Operation<Q, A> operation, Q request) {
    return fairUse.isFree(caller.principal(), CallClass.of(operation.kind()))
        && operation.inline().now(services, request);
  }

  /// Answers, or throws a `KmsException`. Either way the call is in the audit log before this
  /// returns; if it cannot be, the call is refused, whatever came of it.
  public <Q extends Record, A extends Record> A call(
      Caller caller, Operation<Q, A> operation, Q request) {
    long started = System.nanoTime();
    String resource = "";
    String notes = "";
    List<KeyId> used = List.of();
    A answer = null;
    KmsException refusal = null;
    try {
      Target target = resolve(caller, operation, request);
      resource = target.resource();
      used = target.used();
      permissions.require(caller, operation, request, target);
      Call<Q> call = new Call<>(caller, request, target);
      answer = operation.handler().perform(services, call);
      notes = call.notes();
      if (DryRun.isAsked(request)) {
        wipe(operation.answer(), answer);
        answer = null;
        refusal = new KmsException(ErrorCode.DRY_RUN_OPERATION);
      }
    } catch (KmsException e) {
      refusal = DryRun.isAsked(request) ? DryRun.refusal(e) : e;
      assert operation.mayFailWith(e.code()) : operation.action() + " must declare " + e.code();
    } catch (StoreException | HsmException e) {
      LOG.warn("{} cannot be served, request {}", operation.action(), caller.requestId(), e);
      refusal = new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    } catch (RuntimeException e) {
      LOG.error("{} failed, request {}", operation.action(), caller.requestId(), e);
      refusal = new KmsException(ErrorCode.INTERNAL_FAILURE);
    }
    String outcome = refusal == null ? "OK" : refusal.code().name();
    String principal = caller.principal().name();
    Instant now = services.clock().instant();
    AuditEvent event =
        new AuditEvent(
            now,
            principal,
            operation.action(),
            resource,
            outcome,
            caller.requestId(),
            caller.source().getHostAddress(),
            notes);
    boolean change = operation.kind() == Operation.Kind.CHANGE && refusal == null;
    try {
      write(event, change ? audit::recordDurably : audit::record);
    } catch (KmsException e) {
      meter.count(operation.action(), e.code().name(), System.nanoTime() - started);
      if (answer != null) {
        wipe(operation.answer(), answer);
      }
      throw e;
    }
    meter.count(operation.action(), outcome, System.nanoTime() - started);
    if (refusal == null && operation.kind() == Operation.Kind.CRYPTO) {
      used.forEach(key -> services.keys().uses().count(key, principal, now));
    }
    if (answer == null) {
      throw refusal == null ? new KmsException(ErrorCode.INTERNAL_FAILURE) : refusal;
    }
    return answer;
  }

  /// Finds what the call acts on, and takes the caller's turn whether or not it was found.
  private <Q extends Record> Target resolve(Caller caller, Operation<Q, ?> operation, Q request) {
    CallClass calls = CallClass.of(operation.kind());
    try {
      Target target = operation.resolver().resolve(services, caller, request);
      calls = CallClass.of(operation.kind(), target);
      return target;
    } finally {
      fairUse.take(caller.principal(), calls);
    }
  }

  /// Records a call that a wire refused before it reached an operation: bad credentials, unknown
  /// action, undecodable body.
  public void refused(
      Principal principal, String action, ErrorCode code, InetAddress source, String requestId) {
    AuditEvent event =
        new AuditEvent(
            services.clock().instant(),
            principal.name(),
            action,
            "",
            code.name(),
            requestId,
            source.getHostAddress(),
            "");
    boolean stranger = principal instanceof Principal.Unauthenticated;
    write(event, stranger ? audit::recordRefusal : audit::record);
    meter.count("refused", code.name(), 0);
  }

  /// Nobody gets the answer, so nobody else wipes its secrets.
  private static <A extends Record> void wipe(Class<A> type, Record answer) {
    Shape<A> shape = Shape.of(type);
    for (Shape.Field field : shape.fields()) {
      Object value = shape.value(type.cast(answer), field);
      if (value instanceof SecretBytes secret) {
        secret.close();
      } else if (value instanceof Record nested && field.type() == nested.getClass()) {
        wipe(nested.getClass(), nested);
      }
    }
  }

  private static void write(AuditEvent event, Consumer<AuditEvent> how) {
    try {
      how.accept(event);
    } catch (RuntimeException e) {
      LOG.error("audit record of request {} could not be written", event.requestId(), e);
      throw new KmsException(ErrorCode.SERVICE_UNAVAILABLE);
    }
  }
}
