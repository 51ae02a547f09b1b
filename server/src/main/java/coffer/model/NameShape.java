package coffer.model;

import java.util.regex.Pattern;

/// What a name may be, and the two documented ways of not being one.
record NameShape(int lengthMax, Pattern characters, ErrorCode length, ErrorCode invalid) {
  void require(String name) {
    if (name.isEmpty() || name.length() > lengthMax) {
      throw new KmsException(length);
    }
    if (!characters.matcher(name).matches()) {
      throw new KmsException(invalid);
    }
  }
}
