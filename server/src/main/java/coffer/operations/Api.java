package coffer.operations;

/// A family of operations under one name and version.
public enum Api {
  KMS("kms", "2016-01-20", "kms"),
  INSTANCE("instance", "dkms-gcs-0.2", "instance"),
  RAM("ram", "2015-05-01", "ram"),
  STS("sts", "2015-04-01", "sts"),
  DES("hsm", "2023-11-13", "des");

  private final String prefix;
  private final String version;
  private final String group;

  Api(String prefix, String version, String group) {
    this.prefix = prefix;
    this.version = version;
    this.group = group;
  }

  /// Before the colon of an action: `kms:Encrypt`.
  public String prefix() {
    return prefix;
  }

  public String version() {
    return version;
  }

  /// The command-line group: `coffer des get-cluster`.
  public String group() {
    return group;
  }
}
