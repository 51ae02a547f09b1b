package coffer.clusters;

/// Is told how far a step of cluster life is.
@FunctionalInterface
public interface Progress {
  Progress UNSEEN = _ -> {};

  /// @param percent of the whole step, growing
  void reached(int percent);
}
