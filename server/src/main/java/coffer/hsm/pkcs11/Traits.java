package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import java.util.ArrayList;
import java.util.List;

/// In what this module differs from others, found by trying when it is opened. Nothing in the
/// driver asks which module it has.
record Traits(String module, WrapFormats formats, EcKeys ec) {
  static Traits measure(String module, Session session) {
    WrapFormats formats = WrapFormats.measure(session);
    return new Traits(module, formats, EcKeys.measure(session, formats));
  }

  /// Refuses what the module cannot do for keys of this spec.
  void require(KeySpec spec) {
    String gap = ec.gaps().get(spec);
    if (gap != null) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "module " + module + " has no " + spec.wireName() + ", " + gap);
    }
  }

  /// The template of C_UnwrapKey for use.
  ///
  /// @param rests as an object of the token, not of the session
  Attributes unwrapping(Material material, boolean rests) {
    Attributes template = KeyTemplates.unwrapped(material.spec(), material.usages(), rests);
    return material.spec().family() == KeySpec.Family.EC
        ? template.and(ec.unwrapping(material))
        : template;
  }

  List<String> warnings() {
    List<String> all = new ArrayList<>(formats.warnings());
    ec.gaps()
        .forEach((spec, gap) ->
            all.add("no keys of spec " + spec.wireName() + " can live here (" + gap + ")"));
    return all;
  }
}
