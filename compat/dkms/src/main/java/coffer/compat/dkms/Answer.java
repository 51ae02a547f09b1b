package coffer.compat.dkms;

import com.aliyun.tea.TeaException;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/// What came of a command.
///
/// @param ok whether the service did it
/// @param code of a refusal: the service's error code, or the class of another failure
/// @param status of a refusal: HTTP
/// @param answer the SDK's answer fields; bytes as Base64
record Answer(boolean ok, String code, int status, String message, JsonObject answer) {
  static Answer done(JsonObject answer) {
    return new Answer(true, "", 200, "", answer);
  }

  static Answer misunderstood(String why) {
    return new Answer(false, "BadCommand", 0, String.valueOf(why), new JsonObject());
  }

  static Answer refused(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof TeaException refusal) {
      return new Answer(
          false, String.valueOf(refusal.getCode()), status(refusal), message, new JsonObject());
    }
    return new Answer(false, failure.getClass().getSimpleName(), 0, message, new JsonObject());
  }

  private static int status(TeaException refusal) {
    Map<String, Object> data = refusal.getData();
    Optional<Object> code = Optional.ofNullable(data).map(d -> d.get("httpCode"));
    try {
      return code.map(c -> Integer.parseInt(c.toString())).orElse(0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
