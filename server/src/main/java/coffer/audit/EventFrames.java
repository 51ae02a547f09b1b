package coffer.audit;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Frames to borrow, so that a call allocates none. Not thread-locals: virtual threads would make
/// one each.
final class EventFrames {
  private static final int FRAMES_MAX = 16;

  private final AtomicReferenceArray<EventFrame> idle = new AtomicReferenceArray<>(FRAMES_MAX);

  EventFrame borrow() {
    EventFrame frame = idle.getAndSet(place(), null);
    return frame == null ? new EventFrame() : frame;
  }

  void giveBack(EventFrame frame) {
    idle.lazySet(place(), frame);
  }

  private static int place() {
    return (int) (Thread.currentThread().threadId() % FRAMES_MAX);
  }
}
