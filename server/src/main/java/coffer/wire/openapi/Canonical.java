package coffer.wire.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The texts that signatures are made over, for every scheme. Always from decoded parameters,
/// encoded anew: clients disagree on how to escape `*`, `~` and the space on the wire.
final class Canonical {
  private Canonical() {}

  /// How a scheme, or a family of clients, writes a parameter with an empty value.
  enum Empty {
    /// `name=`
    EQUALS,
    /// `name`
    BARE,
    /// not at all
    OMITTED
  }

  /// The canonical query in each of the forms given, the same text only once.
  static List<String> queries(Parameters parameters, Empty... forms) {
    boolean anyEmpty = parameters.all().containsValue("");
    List<String> queries = new ArrayList<>(forms.length);
    for (Empty form : forms) {
      if (anyEmpty || queries.isEmpty()) {
        queries.add(query(parameters, form));
      }
    }
    return queries;
  }

  static String query(Parameters parameters, Empty empty) {
    StringBuilder out = new StringBuilder(256);
    for (Map.Entry<String, String> parameter : parameters.all().entrySet()) {
      boolean isEmpty = parameter.getValue().isEmpty();
      if (isEmpty && empty == Empty.OMITTED) {
        continue;
      }
      if (!out.isEmpty()) {
        out.append('&');
      }
      Percent.encode(parameter.getKey(), out);
      if (!isEmpty || empty == Empty.EQUALS) {
        Percent.encode(parameter.getValue(), out.append('='));
      }
    }
    return out.toString();
  }

  /// V1: method, path and query, each escaped once more.
  static String rpcStringToSign(String method, String query) {
    StringBuilder out = new StringBuilder(method).append("&%2F&");
    Percent.encode(query, out);
    return out.toString();
  }

  /// V3 and V4: the algorithm's name and the hash of the canonical request.
  ///
  /// @param signedHeaders as sent; the header lines are sorted all the same
  static String acsStringToSign(
      String algorithm, RpcRequest request, String query, List<String> signedHeaders) {
    StringBuilder out = new StringBuilder(512);
    out.append(request.method()).append("\n/\n").append(query).append('\n');
    for (String name : new TreeSet<>(signedHeaders)) {
      out.append(name).append(':').append(request.header(name)).append('\n');
    }
    out.append('\n').append(String.join(";", signedHeaders)).append('\n');
    out.append(request.bodyHash());
    return algorithm + "\n" + Digests.sha256Hex(out.toString());
  }
}
