package coffer.hsm.cluster;

import java.util.Arrays;

/// The members that serve now. Reading is one volatile read of an array that is never changed.
final class Roster {
  private static final Link[] NOBODY = {};

  private volatile Link[] serving = NOBODY;

  /// Raced on purpose: a lost turn only means that one member is asked twice running.
  private int turn;

  Link[] serving() {
    return serving;
  }

  /// Of two neighbours the one with fewer calls in flight: a slow member draws less load.
  static int quieter(Link[] links, int turn) {
    int one = Math.floorMod(turn, links.length);
    int other = one + 1 == links.length ? 0 : one + 1;
    return links[other].inFlight() < links[one].inFlight() ? other : one;
  }

  /// Whose turn it is among `links`, which are not empty.
  Link pick(Link[] links) {
    return links.length == 1 ? links[0] : links[quieter(links, turn++)];
  }

  boolean isEmpty() {
    return serving.length == 0;
  }

  synchronized void add(Link link) {
    Link[] next = Arrays.copyOf(serving, serving.length + 1);
    next[next.length - 1] = link;
    serving = next;
  }

  synchronized void remove(Link link) {
    serving = Arrays.stream(serving).filter(l -> l != link).toArray(Link[]::new);
  }

  /// The last one stays: it is better to ask it than nobody.
  synchronized boolean removeUnlessLast(Link link) {
    if (serving.length == 1 && serving[0] == link) {
      return false;
    }
    remove(link);
    return true;
  }
}
