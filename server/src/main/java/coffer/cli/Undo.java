package coffer.cli;

import coffer.operations.Api;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// What was made, so that it can be deleted again, the last first. May be run from another thread
/// while steps are added: nothing is lost between the two.
final class Undo {
  private static final int STEPS_MAX = 64;

  private record Step(String what, String action, String parameter, String name) {}

  private final OpenApi api;
  private final Deque<Step> steps = new ArrayDeque<>();

  Undo(OpenApi api) {
    this.api = api;
  }

  /// @param what for people: `policy demo-policy`
  synchronized void add(String what, String action, String parameter, String name) {
    if (steps.size() == STEPS_MAX) {
      throw new IllegalStateException("more than " + STEPS_MAX + " things to undo");
    }
    steps.push(new Step(what, action, parameter, name));
  }

  /// It was deleted on purpose.
  synchronized void forget(String name) {
    steps.removeIf(step -> step.name().equals(name));
  }

  /// Deletes everything and answers what could not be. What is already gone is as good.
  synchronized List<String> run() {
    List<String> left = new ArrayList<>();
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        api.call(Api.KMS, step.action(), Map.of(step.parameter(), Value.of(step.name())));
      } catch (Refused e) {
        if (e.status() != 404) {
          left.add(step.what() + " (" + e.line() + ")");
        }
      } catch (Trouble e) {
        left.add(step.what() + " (" + e.getMessage() + ")");
      }
    }
    return left;
  }
}
