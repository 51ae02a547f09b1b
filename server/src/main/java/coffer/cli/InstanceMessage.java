package coffer.cli;

import coffer.model.SecretBytes;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Messages of the Instance API by the names of the registry: `Encrypt` asks with an
/// `EncryptRequest` and is answered by an `EncryptResponse`.
final class InstanceMessage {
  private InstanceMessage() {}

  static Descriptor answerType(String action) {
    return type(action + "Response");
  }

  static DynamicMessage request(String action, Map<String, Value> values) {
    Descriptor type = type(action + "Request");
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    values.forEach(
        (name, value) -> message.setField(field(type, name), content(type, name, value)));
    return message.build();
  }

  /// Bytes as Base64; what the answer leaves out is left out.
  static ObjectNode json(DynamicMessage answer) {
    ObjectNode json = Json.object();
    for (FieldDescriptor field : answer.getDescriptorForType().getFields()) {
      switch (answer.getField(field)) {
        case ByteString bytes when !bytes.isEmpty() ->
            json.put(field.getName(), Base64.getEncoder().encodeToString(bytes.toByteArray()));
        case String text when !text.isEmpty() -> json.put(field.getName(), text);
        case Integer number when number != 0 -> json.put(field.getName(), number);
        case Boolean flag -> json.put(field.getName(), flag);
        case List<?> list when !list.isEmpty() ->
            list.forEach(item -> json.withArray(field.getName()).add(item.toString()));
        default -> {
          // The default of proto3: absent.
        }
      }
    }
    return json;
  }

  static boolean hasField(String action, String name) {
    return type(action + "Request").findFieldByName(name) != null;
  }

  private static Object content(Descriptor type, String name, Value value) {
    FieldDescriptor field = field(type, name);
    return switch (field.getJavaType()) {
      case STRING -> value.asText();
      case BYTE_STRING -> bytes(value);
      case INT -> Integer.parseInt(value.asText());
      case BOOLEAN -> Boolean.parseBoolean(value.asText());
      case LONG, FLOAT, DOUBLE, ENUM, MESSAGE ->
          throw new IllegalStateException("no such field in this protocol: " + name);
    };
  }

  private static ByteString bytes(Value value) {
    return switch (value) {
      case Value.Text(String text) -> ByteString.copyFromUtf8(text);
      case Value.Bytes(byte[] bytes) -> ByteString.copyFrom(bytes);
      case Value.Secret(SecretBytes secret) -> secret.use(ByteString::copyFrom);
    };
  }

  private static Descriptor type(String name) {
    Descriptor type = InstanceMessages.getDescriptor().findMessageTypeByName(name);
    if (type == null) {
      throw new IllegalStateException("the protocol has no message " + name);
    }
    return type;
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      throw new IllegalStateException(type.getName() + " has no field " + name);
    }
    return field;
  }
}
