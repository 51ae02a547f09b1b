package coffer.model;

/// NEW until its owner's certificate is there; INITIALIZED once the KEK exists; ACTIVATED while
/// every condition for serving holds.
public enum ClusterStatus implements WireName {
  NEW,
  INITIALIZED,
  ACTIVATED;

  @Override
  public String wireName() {
    return name();
  }
}
