package coffer.testkit.vectors;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Vectors that have parameters in common.
///
/// @param name the parameters, as the list of all vectors has them
/// @param key in hexadecimal: X.509 SubjectPublicKeyInfo or PKCS #8 (DER); empty where every vector
///   brings its own
public record VectorGroup(
    String name, Map<String, String> parameters, String key, List<Vector> vectors) {
  public int number(String parameter) {
    return Integer.parseInt(text(parameter));
  }

  public String text(String parameter) {
    return parameters.getOrDefault(parameter, "absent: " + parameter);
  }

  public byte[] keyBytes() {
    return HexFormat.of().parseHex(key);
  }
}
