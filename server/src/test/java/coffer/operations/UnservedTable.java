package coffer.operations;

import coffer.model.ErrorCode;
import coffer.operations.catalog.Catalog;
import java.util.List;

/// What clients may ask for by the documentation and do not get. One table: `UnservedTest` holds
/// the service to it, and `docs/api.md` shows it.
public final class UnservedTable {
  private UnservedTable() {}

  /// A parameter of an action that is served, with a value that is not.
  ///
  /// @param shown the value, or that any value is refused
  public record Row(String action, String parameter, String value, String shown, ErrorCode code) {}

  /// Actions that are not served at all.
  public static List<Unserved.Action> actions() {
    Operations all = Catalog.all();
    return Unserved.ALL.stream()
        .filter(action -> all.find(action.api(), action.name()).isEmpty())
        .toList();
  }

  public static List<Row> rows() {
    return List.of(
        any("Decrypt", "Recipient", ErrorCode.UNSUPPORTED_OPERATION),
        any("GenerateDataKey", "Recipient", ErrorCode.UNSUPPORTED_OPERATION),
        of("ExportDataKey", "WrappingKeySpec", "EC_SM2", ErrorCode.UNSUPPORTED_OPERATION),
        of("ExportDataKey", "WrappingAlgorithm", "SM2PKE", ErrorCode.INVALID_PARAMETER),
        of(
            "GenerateAndExportDataKey",
            "WrappingKeySpec",
            "EC_SM2",
            ErrorCode.UNSUPPORTED_OPERATION),
        of("GenerateAndExportDataKey", "WrappingAlgorithm", "SM2PKE", ErrorCode.INVALID_PARAMETER),
        of("CreateKey", "KeySpec", "Aliyun_SM4", ErrorCode.INVALID_PARAMETER),
        of("CreateKey", "KeySpec", "EC_SM2", ErrorCode.INVALID_PARAMETER),
        of("AsymmetricSign", "Algorithm", "SM2DSA", ErrorCode.INVALID_PARAMETER),
        of("AsymmetricEncrypt", "Algorithm", "SM2PKE", ErrorCode.INVALID_PARAMETER),
        of("GenerateMac", "Algorithm", "HMAC_SM3", ErrorCode.INVALID_PARAMETER),
        of("GenerateMac", "Algorithm", "HMAC_SHA_224", ErrorCode.INVALID_PARAMETER),
        of("GenerateMac", "Algorithm", "HMAC_SHA_384", ErrorCode.INVALID_PARAMETER),
        any("TagResource", "CertificateId", ErrorCode.UNSUPPORTED_OPERATION),
        any("UntagResource", "CertificateId", ErrorCode.UNSUPPORTED_OPERATION),
        any("SetDeletionProtection", "KmsInstanceId", ErrorCode.UNSUPPORTED_OPERATION),
        any("ListKmsInstances", "Filters", ErrorCode.UNSUPPORTED_OPERATION));
  }

  private static Row of(String action, String parameter, String value, ErrorCode code) {
    return new Row(action, parameter, value, "`" + value + "`", code);
  }

  private static Row any(String action, String parameter, ErrorCode code) {
    return new Row(action, parameter, "anything", "any", code);
  }
}
