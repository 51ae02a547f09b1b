package coffer.compat.clients;

import java.util.List;
import java.util.Locale;

/// What a client of the OpenAPI makes of what it is told.
///
/// @param wrongSecret the code for a signature that does not match
/// @param suffix what its KMS client adds to codes
/// @param tellsWhy whether it hands AccessDeniedDetail on
record Dialect(
    SdkSet set, boolean kms, boolean ram, String wrongSecret, String suffix, boolean tellsWhy) {
  static final List<Dialect> ALL =
      List.of(
          both(SdkSet.JAVA_ACS, "SDK.InvalidAccessKeySecret", "", true),
          both(SdkSet.JAVA_ACS_XML, "SDK.InvalidAccessKeySecret", "", true),
          both(SdkSet.JAVA_ACS_V3, "SignatureDoesNotMatch", "", true),
          onlyKms(SdkSet.JAVA_ASYNC),
          new Dialect(SdkSet.JAVA_RAM, false, true, "SignatureDoesNotMatch", "", true),
          both(SdkSet.PYTHON_ACS, "InvalidAccessKeySecret", "", false),
          both(SdkSet.PYTHON_OPENAPI, "SignatureDoesNotMatch", "", true),
          both(SdkSet.GO_ACS, "SignatureDoesNotMatch", "", true),
          onlyKms(SdkSet.GO_OPENAPI),
          both(SdkSet.NPM, "SignatureDoesNotMatchError", "Error", true),
          both(SdkSet.NPM_POP_GET, "SignatureDoesNotMatch", "", true),
          both(SdkSet.NPM_POP_POST, "SignatureDoesNotMatch", "", true));

  private static Dialect both(SdkSet set, String wrongSecret, String suffix, boolean tellsWhy) {
    return new Dialect(set, true, true, wrongSecret, suffix, tellsWhy);
  }

  private static Dialect onlyKms(SdkSet set) {
    return new Dialect(set, true, false, "SignatureDoesNotMatch", "", true);
  }

  /// The Java clients of RAM show that logins are served to those who know them: what the others
  /// send and read is of the same shapes as for users.
  boolean logins() {
    return ram && set.name().startsWith("JAVA");
  }

  /// For names that no other client uses.
  String name(String what) {
    return set.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + what;
  }
}
