package coffer.cli;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.TokenObject;
import java.util.Comparator;
import java.util.HexFormat;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects of tokens as answers.
final class ObjectJson {
  private ObjectJson() {}

  static ObjectNode of(TokenObject object) {
    ObjectNode node = Json.object();
    node.put("Handle", object.ref().handle());
    node.put("Class", ObjectName.word(object.kind()));
    node.put("Type", object.keyType());
    node.put("Bits", object.bits());
    node.put("Label", object.label());
    node.put("Id", HexFormat.of().formatHex(object.id()));
    ArrayNode flags = node.putArray("Flags");
    object.flags().stream()
        .sorted(Comparator.naturalOrder())
        .map(ObjectAttribute::word)
        .forEach(flags::add);
    return node;
  }
}
