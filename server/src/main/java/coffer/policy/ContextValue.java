package coffer.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What a condition key stands for in one call.
public sealed interface ContextValue {
  /// As texts are compared.
  String text();

  /// Whatever has no other kind.
  record Text(String text) implements ContextValue {}

  /// Where a call came from.
  record Address(InetAddress address) implements ContextValue {
    @Override
    public String text() {
      return address.getHostAddress();
    }
  }

  /// A moment.
  record Time(Instant time) implements ContextValue {
    @Override
    public String text() {
      return time.toString();
    }
  }

  /// Yes or no.
  record Flag(boolean flag) implements ContextValue {
    @Override
    public String text() {
      return Boolean.toString(flag);
    }
  }

  /// The value as a number, where it is one.
  default Optional<BigDecimal> number() {
    return Literals.number(text());
  }

  /// The value as a moment, where it is one.
  default Optional<Instant> moment() {
    return this instanceof Time(Instant time) ? Optional.of(time) : Literals.time(text());
  }

  /// The value as yes or no, where it is one.
  default Optional<Boolean> yesOrNo() {
    return this instanceof Flag(boolean flag)
        ? Optional.of(flag)
        : Literals.flag(text().toLowerCase(Locale.ROOT));
  }
}
