package coffer.wire.instance;

import coffer.operations.Operation;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.Descriptors.Descriptor;

/// The protobuf messages, by the names of the operations they belong to.
final class Messages {
  private static final String REQUEST = "Request";
  private static final String ANSWER = "Response";

  private Messages() {}

  static Descriptor request(Operation<?, ?> operation) {
    return find(operation.name() + REQUEST);
  }

  static Descriptor answer(Operation<?, ?> operation) {
    return find(operation.name() + ANSWER);
  }

  private static Descriptor find(String name) {
    Descriptor message = InstanceMessages.getDescriptor().findMessageTypeByName(name);
    if (message == null) {
      throw new IllegalStateException("instance.proto has no message " + name);
    }
    return message;
  }
}
