package coffer.testkit;

import coffer.hsm.HsmFailure;
import java.util.Locale;

/// What a faulty HSM does to a call.
public sealed interface Fault {
  /// Fails at once.
  record Refuse(HsmFailure failure) implements Fault {}

  /// Goes on after a while.
  record Delay(int millis) implements Fault {}

  /// Does not go on before it is told otherwise.
  record Hang() implements Fault {}

  /// A fault and the operation it strikes, by the name of its method; `*` is every one, and
  /// connecting is `open`.
  record Order(Fault fault, String operation) {
    static final String EVERY = "*";

    boolean strikes(String name) {
      return operation.equals(EVERY) || operation.equals(name);
    }

    /// Reads `refuse unavailable`, `refuse stale_key sign`, `delay 50`, `hang`, `hang encrypt`.
    static Order parse(String line) {
      String[] words = line.strip().split("\\s+", -1);
      boolean bare = words[0].equals("hang");
      int operationAt = bare ? 1 : 2;
      if (words.length < operationAt || words.length > operationAt + 1) {
        throw new IllegalArgumentException("cannot read order: " + line);
      }
      String operation = words.length > operationAt ? words[operationAt] : EVERY;
      return switch (words[0]) {
        case "hang" -> new Order(new Hang(), operation);
        case "delay" -> new Order(new Delay(Integer.parseInt(words[1])), operation);
        case "refuse" -> new Order(new Refuse(failure(words[1])), operation);
        default -> throw new IllegalArgumentException("cannot read order: " + line);
      };
    }

    private static HsmFailure failure(String word) {
      return word.equals("stale")
          ? HsmFailure.STALE_KEY
          : HsmFailure.valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
