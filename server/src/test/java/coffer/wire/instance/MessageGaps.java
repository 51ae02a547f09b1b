package coffer.wire.instance;

import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Shape;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares the messages of the Instance API with the records of its operations.
public final class MessageGaps {
  private static final String REQUEST_ID = "RequestId";

  private MessageGaps() {}

  /// Fields that no record component carries, as `Sign.Digest` for a request and `Sign>Algorithm`
  /// for an answer. Throws when a component has no field, or one of another type.
  public static List<String> of(Operations operations) {
    List<String> gaps = new ArrayList<>();
    for (Operation<?, ?> operation : operations.all()) {
      if (operation.api() == Api.INSTANCE) {
        RequestDecoder.of(operation);
        AnswerEncoder.of(operation);
        add(gaps, operation.name() + ".", Messages.request(operation), operation.request());
        add(gaps, operation.name() + ">", Messages.answer(operation), operation.answer());
      }
    }
    return gaps;
  }

  private static void add(
      List<String> gaps, String prefix, Descriptor message, Class<? extends Record> type) {
    Set<String> carried =
        Shape.of(type).fields().stream().map(Shape.Field::name).collect(Collectors.toSet());
    for (FieldDescriptor field : message.getFields()) {
      if (!field.getName().equals(REQUEST_ID) && !carried.contains(field.getName())) {
        gaps.add(prefix + field.getName());
      }
    }
  }
}
