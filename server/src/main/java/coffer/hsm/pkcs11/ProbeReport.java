package coffer.hsm.pkcs11;

import coffer.hsm.ProbeFact;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is known of a module and its token, for people. What is only of interest to them is tried
/// when they ask, once.
final class ProbeReport {
  private final LoadedModule module;
  private final Lanes lanes;
  private final Traits traits;
  private final RsaDecryption decryption;
  private final ThreadScaling scaling;
  private volatile Optional<RsaTraits> rsa = Optional.empty();

  ProbeReport(
      LoadedModule module,
      Lanes lanes,
      Traits traits,
      RsaDecryption decryption,
      ThreadScaling scaling) {
    this.module = module;
    this.lanes = lanes;
    this.traits = traits;
    this.decryption = decryption;
    this.scaling = scaling;
  }

  /// @param domain how the domain's own KEK is guarded, where there is one
  List<ProbeFact> facts(Optional<Guards> domain) {
    Set<Long> listed = lanes.life((epoch, session) -> module.mechanisms(epoch.token().slot()));
    List<ProbeFact> facts = new ArrayList<>();
    facts.add(new ProbeFact("module", lanes.life((e, s) -> module.description()), true));
    facts.add(ProbeFact.of("mechanisms", mechanisms(listed, true)));
    facts.add(ProbeFact.of("mechanisms missing", mechanisms(listed, false)));
    facts.add(ProbeFact.of("key specs", keySpecs(listed)));
    for (long mechanism : WrapFormats.CANDIDATES) {
      facts.add(
          ProbeFact.of(
              "%s (0x%x) makes".formatted(MechanismNames.of(mechanism), mechanism),
              traits.formats().encodings().getOrDefault(mechanism, "not measured")));
    }
    for (KeySpec curve : EcKeys.CURVES) {
      facts.add(ProbeFact.of(curve.wireName() + " private keys unwrap", traits.ec().text(curve)));
    }
    facts.addAll(rsaFacts());
    facts.add(ProbeFact.of("IV of AES-GCM", traits.gcmIv().text()));
    facts.addAll(guardFacts(domain));
    facts.add(new ProbeFact("threads", scaling.text(), true));
    facts.add(
        new ProbeFact("lanes for short operations", Long.toString(lanes.symmetricCount()), true));
    return facts;
  }

  private List<ProbeFact> rsaFacts() {
    RsaTraits known =
        rsa.orElseGet(() ->
            lanes.generation(
                (epoch, session) -> RsaTraits.measure(session, traits.formats(), decryption)));
    rsa = Optional.of(known);
    return List.of(
        ProbeFact.of("OAEP with SHA-1", known.padding(EncryptionAlgorithm.RSAES_OAEP_SHA_1)),
        ProbeFact.of("OAEP with SHA-256", known.padding(EncryptionAlgorithm.RSAES_OAEP_SHA_256)),
        ProbeFact.of(
            "RSA key for signing refuses to decrypt",
            known.keepsUsage() ? "yes" : "no; the driver refuses"));
  }

  private List<ProbeFact> guardFacts(Optional<Guards> domain) {
    Guards guards =
        domain.orElseGet(
            () -> lanes.life((epoch, session) -> Guards.ofProbe(session, traits.formats())));
    return List.of(
        ProbeFact.of(
            "hostile unwrap",
            guards.refusesHostileUnwrap() ? "refused" : "POSSIBLE: unwrap template ignored"),
        ProbeFact.of(
            "trusted wrapping keys",
            guards.keepsKek() ? "enforced" : "NOT KNOWN: kmsuser can export the KEK"));
  }

  private static String mechanisms(Set<Long> listed, boolean there) {
    String names =
        MechanismNames.USED.entrySet().stream()
            .filter(used -> listed.contains(used.getKey()) == there)
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }

  private String keySpecs(Set<Long> listed) {
    return Arrays.stream(KeySpec.values())
        .filter(spec -> listed.containsAll(needs(spec)) && !traits.ec().gaps().containsKey(spec))
        .map(KeySpec::wireName)
        .collect(Collectors.joining(", "));
  }

  private static Set<Long> needs(KeySpec spec) {
    return switch (spec) {
      case ALIYUN_AES_256, ALIYUN_AES_192, ALIYUN_AES_128 ->
          Set.of(Ck.CKM_AES_KEY_GEN, Ck.CKM_AES_GCM);
      case RSA_2048, RSA_3072, RSA_4096 ->
          Set.of(Ck.CKM_RSA_PKCS_KEY_PAIR_GEN, Ck.CKM_RSA_PKCS, Ck.CKM_RSA_PKCS_PSS);
      case EC_P256, EC_P256K -> Set.of(Ck.CKM_EC_KEY_PAIR_GEN, Ck.CKM_ECDSA);
      case HMAC_SHA256 -> Set.of(Ck.CKM_GENERIC_SECRET_KEY_GEN, Ck.CKM_SHA256_HMAC);
      case HMAC_SHA512 -> Set.of(Ck.CKM_GENERIC_SECRET_KEY_GEN, Ck.CKM_SHA512_HMAC);
    };
  }
}
