package coffer.boot;

import coffer.operations.CallClass;
import coffer.operations.FairUseLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the section `fair-use` of the configuration.
final class FairUseReader {
  private static final String WAIT = "wait";

  private FairUseReader() {}

  static FairUseLimits read(ConfigNode root) {
    Set<String> keys = new HashSet<>(Set.of(WAIT));
    for (CallClass calls : CallClass.values()) {
      keys.add(key(calls));
    }
    return root.node("fair-use", keys).map(FairUseReader::limits).orElse(FairUseLimits.NONE);
  }

  private static FairUseLimits limits(ConfigNode node) {
    Map<CallClass, Integer> perSecond = new EnumMap<>(CallClass.class);
    for (CallClass calls : CallClass.values()) {
      node.number(key(calls), FairUseLimits.PER_SECOND_MAX)
          .ifPresent(limit -> {
            if (limit == 0) {
              throw node.complaint("`" + key(calls) + "` must be 1 at least; without it, no limit");
            }
            perSecond.put(calls, limit);
          });
    }
    String expected =
        "milliseconds such as 500ms, " + FairUseLimits.WAIT_MAX.toMillis() + "ms at most";
    return new FairUseLimits(
        perSecond, node.parsed(WAIT, expected, FairUseReader::millis).orElse(FairUseLimits.WAIT));
  }

  private static String key(CallClass calls) {
    return calls.name().toLowerCase(Locale.ROOT);
  }

  private static Duration millis(String text) {
    if (!text.matches("[0-9]{1,4}ms")) {
      throw new IllegalArgumentException("no milliseconds");
    }
    Duration wait = Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    if (wait.compareTo(FairUseLimits.WAIT_MAX) > 0) {
      throw new IllegalArgumentException("too long");
    }
    return wait;
  }
}
