package coffer.testkit;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.testkit.Fault.Order;
import java.util.List;
import java.util.Optional;

/// The handle by which a test tells a `FaultyMember` what to do to calls from now on, those that
/// hang included. Safe for any number of threads.
public final class Faults {
  private static final long HANG_MILLIS_MAX = 600_000;

  private List<Order> orders = List.of();
  private volatile int epoch;

  /// Everything works.
  public void ok() {
    follow(List.of());
  }

  public void refuse(HsmFailure failure) {
    follow(List.of(new Order(new Fault.Refuse(failure), Order.EVERY)));
  }

  public void refuse(HsmFailure failure, String operation) {
    follow(List.of(new Order(new Fault.Refuse(failure), operation)));
  }

  public void delay(int millis) {
    follow(List.of(new Order(new Fault.Delay(millis), Order.EVERY)));
  }

  public void hang() {
    follow(List.of(new Order(new Fault.Hang(), Order.EVERY)));
  }

  public void hang(String operation) {
    follow(List.of(new Order(new Fault.Hang(), operation)));
  }

  /// Makes every key unwrapped so far stale, as a device does that was restarted.
  public synchronized void forget() {
    epoch++;
  }

  /// Follows commands, one a line: those of `Order`, `ok` for nothing, `forget`. The first order
  /// that strikes an operation holds for it.
  public void command(String text) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<Order> read =
        lines.stream()
            .filter(l -> !l.equals("ok") && !l.equals("forget"))
            .map(Order::parse)
            .toList();
    if (lines.contains("forget")) {
      forget();
    }
    follow(read);
  }

  /// Counts the times that keys were forgotten.
  int epoch() {
    return epoch;
  }

  /// Does to the calling thread, which is about to run `operation`, what is ordered.
  void strike(String operation) {
    Optional<Order> order = orderFor(operation);
    if (order.isEmpty()) {
      return;
    }
    try {
      switch (order.get().fault()) {
        case Fault.Refuse refuse ->
            throw new HsmException(refuse.failure(), operation + ": refused on command");
        case Fault.Delay delay -> Thread.sleep(delay.millis());
        case Fault.Hang hang -> hangWhile(operation, order.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, operation + ": closed while it hung", e);
    }
  }

  private synchronized void follow(List<Order> next) {
    orders = List.copyOf(next);
    notifyAll();
  }

  private synchronized Optional<Order> orderFor(String operation) {
    return orders.stream().filter(o -> o.strikes(operation)).findFirst();
  }

  private synchronized void hangWhile(String operation, Order order) throws InterruptedException {
    long deadline = System.nanoTime() + HANG_MILLIS_MAX * 1_000_000;
    while (orderFor(operation).filter(order::equals).isPresent()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
