package coffer.compat.openapi;

import com.google.gson.JsonObject;

/// A client, set up with one access key.
interface Sdk {
  /// What came of a call by the names of the client's own classes.
  ///
  /// @param api `kms` or `ram`
  /// @param fields by the API's names
  JsonObject call(String api, String action, JsonObject fields) throws Exception;

  /// What the client says of a call that failed.
  Refusal refusal(Throwable failure);
}
