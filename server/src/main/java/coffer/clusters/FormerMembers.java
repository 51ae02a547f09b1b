package coffer.clusters;

import static java.nio.charset.StandardCharsets.UTF_8;

import coffer.model.ClusterMember;
import coffer.store.Snapshot;
import coffer.store.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;

/// Identity certificates of HSMs that left their clusters: the audit heads that they signed are
/// held against them for as long as there are any.
public final class FormerMembers {
  private static final String SETTING = "former-members";
  private static final String END = "-----END CERTIFICATE-----";

  private FormerMembers() {}

  /// In the transaction in which it leaves.
  static void remember(Transaction transaction, ClusterMember leaving) {
    if (leaving.identCertificate().isEmpty()) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>(of(transaction));
    all.put(leaving.id().value(), leaving.identCertificate().get());
    all.putIfAbsent(leaving.serial(), leaving.identCertificate().get());
    StringBuilder text = new StringBuilder();
    all.forEach((name, pem) -> text.append(name).append('\n').append(own(pem)).append('\n'));
    transaction.putSetting(SETTING, text.toString().getBytes(UTF_8));
  }

  /// The first of a chain.
  private static String own(String pem) {
    return pem.substring(0, pem.indexOf(END) + END.length());
  }

  /// PEM by id, and by serial number for heads of earlier builds.
  public static Map<String, String> of(Snapshot view) {
    Map<String, String> all = new LinkedHashMap<>();
    String text = view.settings().find(SETTING).map(bytes -> new String(bytes, UTF_8)).orElse("");
    int from = 0;
    for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
      int line = text.indexOf('\n', from);
      all.put(text.substring(from, line), text.substring(line + 1, end + END.length()));
      from = end + END.length() + 1;
    }
    return all;
  }
}
