package coffer.operations;

import coffer.model.AddressRange;
import coffer.model.KmsException;
import coffer.policy.ConditionKey;
import coffer.policy.ContextValue;
import coffer.policy.PolicyContext;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// The circumstances of a call that is thought up: what was said of them, and otherwise now, over
/// TLS, without a second factor.
public final class SupposedContext implements PolicyContext {
  private final Map<String, String> said;
  private final Clock clock;

  private SupposedContext(Map<String, String> said, Clock clock) {
    this.said = Map.copyOf(said);
    this.clock = clock;
  }

  public static SupposedContext of(Map<String, String> said, Clock clock) {
    for (String key : new String[] {ConditionKey.SOURCE_IP, ConditionKey.VPC_SOURCE_IP}) {
      String text = said.getOrDefault(key, "::1");
      if (text.indexOf('/') >= 0 || AddressRange.find(text).isEmpty()) {
        throw KmsException.invalid("Context", "an address where one belongs");
      }
    }
    return new SupposedContext(said, clock);
  }

  @Override
  public Optional<ContextValue> value(String key) {
    Optional<String> text = Optional.ofNullable(said.get(key));
    return switch (key) {
      case ConditionKey.SOURCE_IP, ConditionKey.VPC_SOURCE_IP ->
          text.map(address -> new ContextValue.Address(InetAddress.ofLiteral(address.strip())));
      case ConditionKey.CURRENT_TIME ->
          Optional.of(
              text.<ContextValue>map(ContextValue.Text::new)
                  .orElseGet(() -> new ContextValue.Time(clock.instant())));
      case ConditionKey.SECURE_TRANSPORT -> Optional.of(new ContextValue.Text(text.orElse("true")));
      case ConditionKey.MFA_PRESENT -> Optional.of(new ContextValue.Text(text.orElse("false")));
      default -> text.map(ContextValue.Text::new);
    };
  }
}
