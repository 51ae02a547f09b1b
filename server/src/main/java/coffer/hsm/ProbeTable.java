package coffer.hsm;

import java.util.List;
import java.util.stream.Collectors;

/// What probing found, as text.
public final class ProbeTable {
  private ProbeTable() {}

  /// For a page that is the same wherever it is made: without what was measured.
  public static String markdown(List<ProbeFact> facts) {
    return facts.stream()
        .filter(fact -> !fact.measured())
        .map(fact -> "| " + fact.name() + " | " + fact.result().replace("|", "\\|") + " |\n")
        .collect(Collectors.joining("", "| tried | found |\n|---|---|\n", ""));
  }
}
