package coffer.operations;

import coffer.model.Key;
import coffer.model.WireName;
import coffer.policy.ConditionKey;
import coffer.policy.ContextValue;
import coffer.policy.PolicyContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// What conditions can ask of a call. Worked out only for what is asked: most policies ask nothing.
final class CallContext implements PolicyContext {
  private static final String SYMMETRIC = "SYMMETRIC_DEFAULT";
  private static final int UNIQUE_LOCAL = 0xfc;

  private final Caller caller;
  private final Clock clock;
  private final Record request;
  private final Need need;

  CallContext(Caller caller, Clock clock, Record request, Need need) {
    this.caller = caller;
    this.clock = clock;
    this.request = request;
    this.need = need;
  }

  @Override
  public Optional<ContextValue> value(String key) {
    return switch (key) {
      case ConditionKey.CURRENT_TIME -> Optional.of(new ContextValue.Time(clock.instant()));
      case ConditionKey.SECURE_TRANSPORT -> Optional.of(new ContextValue.Flag(caller.secure()));
      case ConditionKey.SOURCE_IP -> Optional.of(new ContextValue.Address(caller.source()));
      case ConditionKey.VPC_SOURCE_IP ->
          Optional.of(caller.source())
              .filter(CallContext::isPrivate)
              .map(ContextValue.Address::new);
      case ConditionKey.MFA_PRESENT ->
          Optional.of(new ContextValue.Flag(caller.principal().mfaPresent()));
      case ConditionKey.ENCRYPTION_ALGORITHM -> algorithm();
      default -> ofFamily(key);
    };
  }

  private Optional<ContextValue> ofFamily(String key) {
    if (key.startsWith(ConditionKey.TAG)) {
      return need.key().flatMap(its -> tag(its, key.substring(ConditionKey.TAG.length())));
    }
    if (key.startsWith(ConditionKey.ENCRYPTION_CONTEXT)) {
      String name = key.substring(ConditionKey.ENCRYPTION_CONTEXT.length());
      return RequestFields.find(request, need.contextField())
          .flatMap(
              context -> context instanceof Map<?, ?> names ? text(names, name) : Optional.empty());
    }
    return Optional.empty();
  }

  static Optional<ContextValue> tag(Key key, String name) {
    return Optional.ofNullable(key.tags().values().get(name)).map(ContextValue.Text::new);
  }

  private static Optional<ContextValue> text(Map<?, ?> context, String name) {
    Object value = context.get(name);
    return value == null
        ? Optional.empty()
        : Optional.of(new ContextValue.Text(String.valueOf(value)));
  }

  /// As the request names it; a symmetric key has but one.
  private Optional<ContextValue> algorithm() {
    Optional<Object> named =
        RequestFields.find(request, "EncryptionAlgorithm")
            .or(() -> RequestFields.find(request, "Algorithm"));
    if (named.isPresent()) {
      String text =
          named.get() instanceof WireName wire ? wire.wireName() : String.valueOf(named.get());
      return Optional.of(new ContextValue.Text(text));
    }
    return need.key()
        .filter(key -> !key.spec().isAsymmetric())
        .map(_ -> new ContextValue.Text(SYMMETRIC));
  }

  /// RFC 1918 and RFC 4193, and the machine itself.
  static boolean isPrivate(InetAddress address) {
    boolean unique =
        address instanceof Inet6Address six && (six.getAddress()[0] & 0xfe) == UNIQUE_LOCAL;
    return address.isSiteLocalAddress() || address.isLoopbackAddress() || unique;
  }
}
