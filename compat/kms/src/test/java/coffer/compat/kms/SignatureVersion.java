package coffer.compat.kms;

import com.aliyun.teaopenapi.models.Config;

/// How the SDK signs; V3 unless it is told otherwise.
enum SignatureVersion {
  V1,
  V3,
  V4;

  Config applied(Config config) {
    return switch (this) {
      case V1 -> config.setSignatureAlgorithm("v2");
      case V3 -> config;
      case V4 -> config.setSignatureVersion("v4");
    };
  }
}
