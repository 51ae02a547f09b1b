package coffer.operations.kms;

import coffer.instances.InstanceLabels;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;

/// The networks that an instance is labelled with. They decide nothing: network rules do.
final class BindVpcs {
  static final String LABEL = "BindVpcs";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VPCS_MAX = 10;
  private static final Set<String> NAMES = Set.of("VpcId", "VSwitchId", "RegionId", "VpcOwnerId");

  private BindVpcs() {}

  /// One network.
  public record Entry(
      @Doc("The network.") Optional<String> vpcId,
      @Doc("Its switch.") Optional<String> vSwitchId,
      @Doc("Its region.") Optional<String> regionId,
      @Doc("Whose it is.") Optional<String> vpcOwnerId) {}

  static List<Entry> of(Services services, KmsInstanceId id) {
    InstanceLabels labels = services.instances().labels(id);
    return labels.find(LABEL).map(BindVpcs::read).orElse(List.of());
  }

  static List<Entry> read(String text) {
    try {
      JsonNode array = JSON.readTree(text);
      if (!array.isArray() || array.size() > VPCS_MAX) {
        throw KmsException.invalid(LABEL, "a JSON array of at most 10 objects");
      }
      List<Entry> entries = new ArrayList<>();
      for (JsonNode vpc : array) {
        if (!vpc.isObject() || !NAMES.containsAll(vpc.propertyNames())) {
          throw KmsException.invalid(LABEL, "objects of VpcId, VSwitchId, RegionId, VpcOwnerId");
        }
        entries.add(
            new Entry(
                member(vpc, "VpcId"),
                member(vpc, "VSwitchId"),
                member(vpc, "RegionId"),
                member(vpc, "VpcOwnerId")));
      }
      return entries;
    } catch (JacksonException e) {
      throw KmsException.invalid(LABEL, "it is not JSON");
    }
  }

  private static Optional<String> member(JsonNode vpc, String name) {
    JsonNode value = vpc.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isNumber()) {
      return InstanceLabels.checked(LABEL, value.asString());
    }
    if (!value.isString()) {
      throw KmsException.invalid(LABEL);
    }
    return InstanceLabels.checked(LABEL, value.stringValue());
  }

  static String write(List<Entry> entries) {
    ArrayNode array = JSON.createArrayNode();
    for (Entry entry : entries) {
      var vpc = array.addObject();
      entry.vpcId().ifPresent(text -> vpc.put("VpcId", text));
      entry.vSwitchId().ifPresent(text -> vpc.put("VSwitchId", text));
      entry.regionId().ifPresent(text -> vpc.put("RegionId", text));
      entry.vpcOwnerId().ifPresent(text -> vpc.put("VpcOwnerId", text));
    }
    return array.toString();
  }
}
