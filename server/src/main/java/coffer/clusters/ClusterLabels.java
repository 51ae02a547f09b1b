package coffer.clusters;

import coffer.model.ClusterId;
import coffer.store.Snapshot;
import coffer.store.Transaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an owner says of the networks of a cluster, for showing only: this service reaches HSMs by
/// their modules, and those by networks of their own.
///
/// @param vSwitchIds only ever more of them
/// @param whitelist addresses and blocks
public record ClusterLabels(
    Optional<String> vpcId, List<String> vSwitchIds, List<String> whitelist) {
  public static final ClusterLabels NONE =
      new ClusterLabels(Optional.empty(), List.of(), List.of());
  public static final int V_SWITCHES_MAX = 10;
  public static final int WHITELIST_MAX = 10;

  public ClusterLabels {
    vSwitchIds = List.copyOf(vSwitchIds);
    whitelist = List.copyOf(whitelist);
  }

  static ClusterLabels of(Snapshot view, ClusterId cluster) {
    return view.settings()
        .find(setting(cluster))
        .filter(bytes -> bytes.length > 0)
        .map(ClusterLabels::decode)
        .orElse(NONE);
  }

  void keep(Transaction transaction, ClusterId cluster) {
    transaction.putSetting(setting(cluster), encode());
  }

  static void forget(Transaction transaction, ClusterId cluster) {
    transaction.putSetting(setting(cluster), new byte[0]);
  }

  private static String setting(ClusterId cluster) {
    return "cluster/" + cluster + "/labels";
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(vpcId.orElse(""));
      for (List<String> list : List.of(vSwitchIds, whitelist)) {
        out.writeInt(list.size());
        for (String label : list) {
          out.writeUTF(label);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ClusterLabels decode(byte[] encoded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      return new ClusterLabels(
          Optional.of(in.readUTF()).filter(text -> !text.isEmpty()),
          list(in, V_SWITCHES_MAX),
          list(in, WHITELIST_MAX));
    } catch (IOException e) {
      throw new UncheckedIOException("labels of a cluster in the store are damaged", e);
    }
  }

  private static List<String> list(DataInputStream in, int max) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > max) {
      throw new IOException(count + " labels");
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(in.readUTF());
    }
    return labels;
  }
}
