package coffer.operations;

import coffer.model.ErrorCode;
import java.util.Set;

/// One thing the service can do: its name, its fields, what it acts on, how it can fail, and how it
/// is done. Wire protocols, permissions, documentation, the command line and the console derive
/// from this.
///
/// @param resolver finds what the call acts on; runs before authorization, so it must not tell more
///   than that something does not exist
/// @param handler does the work; authentication, authorization and audit happen around it
/// @param inline whether this call can run on an event loop now: it will neither wait nor compute
///   for long
public record Operation<Q extends Record, A extends Record>(
    Api api,
    String name,
    String summary,
    Class<Q> request,
    Class<A> answer,
    Kind kind,
    Set<ErrorCode> errors,
    Resolver<Q> resolver,
    Handler<Q, A> handler,
    Inline<Q> inline) {

  public Operation {
    errors = Set.copyOf(errors);
    if (kind == Kind.CHANGE && DryRun.class.isAssignableFrom(request)) {
      throw new IllegalArgumentException("a change cannot be rehearsed: " + name);
    }
  }

  /// An operation that always runs off the event loop.
  public static <Q extends Record, A extends Record> Operation<Q, A> of(
      Api api,
      String name,
      String summary,
      Class<Q> request,
      Class<A> answer,
      Kind kind,
      Set<ErrorCode> errors,
      Resolver<Q> resolver,
      Handler<Q, A> handler) {
    return new Operation<>(
        api, name, summary, request, answer, kind, errors, resolver, handler, (_, _) -> false);
  }

  /// What a call does to the state of the service; decides how durable its audit record must be.
  public enum Kind {
    READ,
    CRYPTO,
    CHANGE
  }

  /// As written in policies and audit records.
  public String action() {
    return api.prefix() + ":" + name;
  }

  public boolean mayFailWith(ErrorCode code) {
    return COMMON.contains(code) || errors.contains(code);
  }

  /// Refusals any operation may give, so that no operation lists them.
  public static final Set<ErrorCode> COMMON =
      Set.of(
          ErrorCode.MISSING_PARAMETER,
          ErrorCode.INVALID_PARAMETER,
          ErrorCode.UNSUPPORTED_OPERATION,
          ErrorCode.NO_PERMISSION,
          ErrorCode.THROTTLING,
          ErrorCode.INTERNAL_FAILURE,
          ErrorCode.SERVICE_UNAVAILABLE);

  /// Finds what a call acts on.
  @FunctionalInterface
  public interface Resolver<Q> {
    Target resolve(Services services, Caller caller, Q request);
  }

  /// Does the work of a call.
  @FunctionalInterface
  public interface Handler<Q, A> {
    A perform(Services services, Call<Q> call);
  }

  /// Tells whether a call can run on an event loop.
  @FunctionalInterface
  public interface Inline<Q> {
    boolean now(Services services, Q request);
  }
}
