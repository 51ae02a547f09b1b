package coffer.operations;

import java.util.List;

/// Actions that an API's documentation has and this service does not. They are refused as such,
/// rather than as if nobody knew them. What the catalogue serves is served, whether it stands here
/// or not.
public final class Unserved {
  private static final String CERTIFICATES = "Certificates are not served.";
  private static final String DATA_KEYS = "Managed data keys are not served.";
  private static final String SECRETS = "Secrets are not served yet.";
  private static final String IMPORT = "Key material cannot be imported yet.";

  /// One of them, and why.
  public record Action(Api api, String name, String why) {
    public String action() {
      return api.prefix() + ":" + name;
    }
  }

  public static final List<Action> ALL =
      List.of(
          kms("GetParametersForImport", IMPORT),
          kms("ImportKeyMaterial", IMPORT),
          kms("DeleteKeyMaterial", IMPORT),
          kms("AdvanceEncrypt", "AdvanceEncrypt is served by the Instance API."),
          kms("GetManagedDataKey", DATA_KEYS),
          kms("ListManagedDataKeyVersions", DATA_KEYS),
          kms("CreateSecret", SECRETS),
          kms("DescribeSecret", SECRETS),
          kms("ListSecrets", SECRETS),
          kms("GetSecretValue", SECRETS),
          kms("PutSecretValue", SECRETS),
          kms("UpdateSecret", SECRETS),
          kms("UpdateSecretVersionStage", SECRETS),
          kms("ListSecretVersionIds", SECRETS),
          kms("DeleteSecret", SECRETS),
          kms("RestoreSecret", SECRETS),
          kms("RotateSecret", SECRETS),
          kms("UpdateSecretRotationPolicy", SECRETS),
          kms("GetRandomPassword", SECRETS),
          kms("GetSecretPolicy", SECRETS),
          kms("SetSecretPolicy", SECRETS),
          kms("CreateCertificate", CERTIFICATES),
          kms("UploadCertificate", CERTIFICATES),
          kms("GetCertificate", CERTIFICATES),
          kms("DescribeCertificate", CERTIFICATES),
          kms("UpdateCertificateStatus", CERTIFICATES),
          kms("DeleteCertificate", CERTIFICATES),
          kms("CertificatePrivateKeySign", CERTIFICATES),
          kms("CertificatePublicKeyVerify", CERTIFICATES),
          kms("CertificatePublicKeyEncrypt", CERTIFICATES),
          kms("CertificatePrivateKeyDecrypt", CERTIFICATES));

  private Unserved() {}

  private static Action kms(String name, String why) {
    return new Action(Api.KMS, name, why);
  }
}
