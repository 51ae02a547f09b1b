package coffer.policy;

import java.util.List;

/// The actions or the resources of a statement.
///
/// @param negated whether it is for all but these: `NotAction`, `NotResource`
record Patterns(boolean negated, List<Wildcard> any) {
  static final Patterns ALL = new Patterns(false, List.of(Wildcard.of("*")));

  Patterns {
    any = List.copyOf(any);
  }

  static Patterns of(boolean negated, List<String> texts) {
    return new Patterns(negated, texts.stream().map(Wildcard::of).toList());
  }

  boolean matches(String candidate) {
    for (Wildcard pattern : any) {
      if (pattern.matches(candidate)) {
        return !negated;
      }
    }
    return negated;
  }
}
