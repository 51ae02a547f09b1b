package coffer.instances;

import coffer.model.KmsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a caller said of an instance's networks, for showing only: nothing follows from it.
public record InstanceLabels(Map<String, String> values) {
  public static final InstanceLabels NONE = new InstanceLabels(Map.of());
  private static final int LENGTH_MAX = 256;
  private static final int LABELS_MAX = 16;

  public InstanceLabels {
    values = Map.copyOf(values);
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// An absent value changes nothing. Values are bounded where they come in.
  public InstanceLabels with(String name, Optional<String> value) {
    if (value.isEmpty()) {
      return this;
    }
    SortedMap<String, String> more = new TreeMap<>(values);
    more.put(name, value.get());
    return new InstanceLabels(more);
  }

  /// A label as given, or the refusal of one that is too long.
  public static Optional<String> checked(String parameter, String value) {
    if (value.length() > LENGTH_MAX) {
      throw KmsException.invalid(parameter, "at most 256 characters");
    }
    return Optional.of(value);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(values.size());
      for (Map.Entry<String, String> label : new TreeMap<>(values).entrySet()) {
        out.writeUTF(label.getKey());
        out.writeUTF(label.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static InstanceLabels decode(byte[] encoded) {
    SortedMap<String, String> labels = new TreeMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int count = in.readInt();
      if (count < 0 || count > LABELS_MAX) {
        throw new IOException(count + " labels");
      }
      for (int i = 0; i < count; i++) {
        labels.put(in.readUTF(), in.readUTF());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("labels of an instance in the store are damaged", e);
    }
    return new InstanceLabels(labels);
  }
}
