package coffer.access;

import coffer.model.WireName;

/// What a policy of an access point can permit, under its documented name.
public enum Permission implements WireName {
  CRYPTO_SERVICE_KEY_USER("RbacPermission/Template/CryptoServiceKeyUser"),
  CRYPTO_SERVICE_SECRET_USER("RbacPermission/Template/CryptoServiceSecretUser");

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
