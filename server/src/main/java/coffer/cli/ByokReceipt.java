package coffer.cli;

import coffer.hsm.HsmIdentity;
import coffer.hsm.ObjectAttribute;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSlot;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is left of a ceremony: apart from each other, what the service states and signs, and what
/// the tool read in the custodian's HSM. The service signs only the hash of the latter: nobody can
/// change it later, but the service does not know whether it is true.
final class ByokReceipt {
  static final String FORMAT = "coffer byok receipt 1";
  private static final List<ObjectAttribute> ATTRIBUTES =
      List.of(
          ObjectAttribute.SENSITIVE,
          ObjectAttribute.ALWAYS_SENSITIVE,
          ObjectAttribute.EXTRACTABLE,
          ObjectAttribute.NEVER_EXTRACTABLE,
          ObjectAttribute.LOCAL);

  private ByokReceipt() {}

  /// The custodian's part.
  static String custodian(TokenSlot slot, TokenObject key, ByokProgress progress) {
    ObjectNode node = Json.object();
    node.put("KeyId", progress.text("KeyId").orElse(""));
    node.put("HsmLabel", slot.token().map(HsmIdentity::label).orElse(""));
    node.put("HsmSerial", slot.token().map(HsmIdentity::serial).orElse(""));
    node.put("HsmManufacturer", slot.token().map(HsmIdentity::manufacturer).orElse(""));
    node.put("HsmModel", slot.token().map(HsmIdentity::model).orElse(""));
    node.put("HsmFirmware", slot.token().map(HsmIdentity::firmware).orElse(""));
    node.put("HsmIsHardware", slot.hardware());
    node.put("ObjectLabel", key.label());
    node.put("ObjectId", HexFormat.of().formatHex(key.id()));
    node.put("ObjectType", key.keyType());
    node.put("ObjectBits", key.bits());
    ObjectNode attributes = node.putObject("Attributes");
    for (ObjectAttribute attribute : ATTRIBUTES) {
      if (key.known().contains(attribute)) {
        attributes.put(attribute.name(), key.flags().contains(attribute));
      }
    }
    node.put("WrappingKeySha256", progress.bytes("PublicKey").map(ByokToken::sha256).orElse(""));
    node.put("WrappingAlgorithm", progress.text("Algorithm").orElse(""));
    node.put("WrappedSha256", progress.bytes("Wrapped").map(ByokToken::sha256).orElse(""));
    node.put("Begun", progress.text("Begun").orElse(""));
    node.put("WrappedAt", progress.text("WrappedAt").orElse(""));
    node.put("ImportedAt", progress.text("Imported").orElse(""));
    return Json.text(node);
  }

  static String hash(String custodian) {
    return ByokToken.sha256(custodian.getBytes(StandardCharsets.UTF_8));
  }

  /// @param signed the service's answer
  static ObjectNode of(String custodian, JsonNode signed) {
    ObjectNode receipt = Json.object();
    receipt.put("Format", FORMAT);
    ObjectNode service = receipt.putObject("Service");
    for (String field : List.of("Statement", "Signature", "CertificateChain")) {
      service.put(field, Json.text(signed, field));
    }
    receipt.putObject("Custodian").put("Statement", custodian);
    return receipt;
  }

  /// Both statements for reading.
  static ObjectNode readable(JsonNode receipt) {
    ObjectNode node = Json.object();
    node.set("AttestedByTheService", statement(receipt, "Service"));
    node.set("ReadByTheToolInTheCustodiansHsm", statement(receipt, "Custodian"));
    return node;
  }

  private static JsonNode statement(JsonNode receipt, String section) {
    return Json.parse(Json.text(receipt.path(section), "Statement"));
  }
}
