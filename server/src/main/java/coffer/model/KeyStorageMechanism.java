package coffer.model;

/// Where material rests: wrapped under the cluster's KEK in the store, or as an object inside every
/// HSM.
public enum KeyStorageMechanism implements WireName {
  HSM_ENCRYPTED_DATABASE("HsmEncryptedDatabase"),
  HSM_INTERNAL("HsmInternal");

  private final String wireName;

  KeyStorageMechanism(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
