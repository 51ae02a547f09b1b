package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an operation on one member after the other until one answers. Each is asked once at most.
final class FailOver {
  private static final Logger LOG = LoggerFactory.getLogger(FailOver.class);

  private final Roster roster;

  FailOver(Roster roster) {
    this.roster = roster;
  }

  <R> R run(Function<Link, R> operation) {
    Link[] serving = roster.serving();
    if (serving.length == 0) {
      throw Round.nobody();
    }
    Link link = roster.pick(serving);
    link.enter();
    try {
      return operation.apply(link);
    } catch (RuntimeException e) {
      return goOn(operation, new Round(), link, e);
    } finally {
      link.leave();
    }
  }

  private <R> R goOn(Function<Link, R> operation, Round round, Link first, RuntimeException why) {
    round.failed(first, why);
    Link link = round.next(roster.serving());
    while (link != null) {
      link.enter();
      try {
        R answer = operation.apply(link);
        round.answered(link);
        return answer;
      } catch (RuntimeException e) {
        round.failed(link, e);
      } finally {
        link.leave();
      }
      link = round.next(roster.serving());
    }
    throw round.verdict();
  }

  /// What a failure says about the member; nothing when it is an answer.
  static void note(Link link, RuntimeException failure) {
    if (!(failure instanceof HsmException e)) {
      LOG.error("driver of member {} failed", link.seat().place().id(), failure);
      link.seat().lost(link, failure.getClass().getSimpleName());
      return;
    }
    switch (e.failure()) {
      case STALE_KEY, UNAVAILABLE -> link.seat().lost(link, describe(e));
      case CREDENTIAL -> link.seat().failed(link, describe(e));
      case CALLER, BAD_CIPHERTEXT, UNSUPPORTED, BUSY, ABSENT -> {}
    }
  }

  static HsmException unavailable(String message) {
    return new HsmException(HsmFailure.UNAVAILABLE, message);
  }

  private static String describe(HsmException e) {
    return String.valueOf(e.getMessage());
  }
}
