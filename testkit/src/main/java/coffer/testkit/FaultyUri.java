package coffer.testkit;

import coffer.hsm.HsmLocation;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `faulty:INNER-URI`, with `control=FILE` and `deadline-millis=N` among the inner URI's query;
/// what else is in the query stays there.
///
/// @param control where commands come from; none means that nothing is ever wrong
record FaultyUri(HsmLocation inner, Optional<Path> control, Duration deadline) {
  static final String SCHEME = "faulty";

  private static final Pattern CONTROL = Pattern.compile("[?&]control=([^&]*)");
  private static final Pattern DEADLINE = Pattern.compile("[?&]deadline-millis=([0-9]{1,6})");

  static FaultyUri of(HsmLocation location) {
    String rest = location.uri().getRawSchemeSpecificPart();
    Matcher control = CONTROL.matcher(rest);
    Matcher deadline = DEADLINE.matcher(rest);
    Optional<Path> file =
        control.find() ? Optional.of(Path.of(decode(control.group(1)))) : Optional.empty();
    Duration max =
        deadline.find()
            ? Duration.ofMillis(Long.parseLong(deadline.group(1)))
            : FaultyMember.DEADLINE;
    return new FaultyUri(
        new HsmLocation(inner(rest), location.modules(), location.folder()), file, max);
  }

  private static URI inner(String rest) {
    int query = rest.indexOf('?');
    if (query < 0) {
      return URI.create(rest);
    }
    String parameters = rest.substring(query).replaceAll("[?&](control|deadline-millis)=[^&]*", "");
    String kept = parameters.isEmpty() ? "" : "?" + parameters.substring(1);
    return URI.create(rest.substring(0, query) + kept);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
