package coffer.model;

/// The life of a dedicated instance; the console calls Connected "Enabled".
public enum InstanceStatus implements WireName {
  UNINITIALIZED("Uninitialized"),
  CONNECTING("Connecting"),
  CONNECTED("Connected"),
  DISCONNECTED("Disconnected"),
  ERROR("Error");

  private final String wireName;

  InstanceStatus(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
