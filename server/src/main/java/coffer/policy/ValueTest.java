package coffer.policy;

import coffer.model.AddressRange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Whether a value is one of those that a condition names, without the operator's negation.
@FunctionalInterface
interface ValueTest {
  boolean any(ContextValue value);

  /// Empty when a value is not of the operator's kind.
  static Optional<ValueTest> of(ConditionOperator operator, List<String> values) {
    return switch (operator) {
      case STRING_EQUALS, STRING_NOT_EQUALS -> {
        Set<String> wanted = Set.copyOf(values);
        yield Optional.of(value -> wanted.contains(value.text()));
      }
      case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE -> {
        Set<String> wanted =
            values.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        yield Optional.of(value -> wanted.contains(value.text().toLowerCase(Locale.ROOT)));
      }
      case STRING_LIKE, STRING_NOT_LIKE -> {
        Patterns wanted = Patterns.of(false, values);
        yield Optional.of(value -> wanted.matches(value.text()));
      }
      case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> numbers(values, sign -> sign == 0);
      case NUMERIC_LESS_THAN -> numbers(values, sign -> sign < 0);
      case NUMERIC_LESS_THAN_EQUALS -> numbers(values, sign -> sign <= 0);
      case NUMERIC_GREATER_THAN -> numbers(values, sign -> sign > 0);
      case NUMERIC_GREATER_THAN_EQUALS -> numbers(values, sign -> sign >= 0);
      case DATE_EQUALS, DATE_NOT_EQUALS -> dates(values, sign -> sign == 0);
      case DATE_LESS_THAN -> dates(values, sign -> sign < 0);
      case DATE_LESS_THAN_EQUALS -> dates(values, sign -> sign <= 0);
      case DATE_GREATER_THAN -> dates(values, sign -> sign > 0);
      case DATE_GREATER_THAN_EQUALS -> dates(values, sign -> sign >= 0);
      case BOOL -> compared(values, Literals::flag, ContextValue::yesOrNo, sign -> sign == 0);
      case IP_ADDRESS, NOT_IP_ADDRESS -> addresses(values);
    };
  }

  private static Optional<ValueTest> numbers(List<String> values, IntPredicate sign) {
    return compared(values, Literals::number, ContextValue::number, sign);
  }

  private static Optional<ValueTest> dates(List<String> values, IntPredicate sign) {
    return compared(values, Literals::time, ContextValue::moment, sign);
  }

  /// @param sign of comparing a call's value with a named one
  private static <T extends Comparable<? super T>> Optional<ValueTest> compared(
      List<String> values,
      Function<String, Optional<T>> read,
      Function<ContextValue, Optional<T>> of,
      IntPredicate sign) {
    return all(values, read)
        .map(wanted ->
            value ->
                of.apply(value)
                    .filter(actual ->
                        wanted.stream().anyMatch(named -> sign.test(actual.compareTo(named))))
                    .isPresent());
  }

  private static Optional<ValueTest> addresses(List<String> values) {
    return all(values, AddressRange::find)
        .map(ranges ->
            value ->
                value instanceof ContextValue.Address(InetAddress address)
                    && ranges.stream().anyMatch(range -> range.contains(address)));
  }

  private static <T> Optional<List<T>> all(
      List<String> values, Function<String, Optional<T>> read) {
    List<T> found = new ArrayList<>(values.size());
    for (String value : values) {
      Optional<T> one = read.apply(value);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      found.add(one.get());
    }
    return Optional.of(List.copyOf(found));
  }
}
