package coffer.fuzz;

import coffer.access.AccessTargets;
import coffer.audit.AuditTargets;
import coffer.boot.ConfigTargets;
import coffer.cli.CliTargets;
import coffer.clusters.ClusterTargets;
import coffer.hsm.envelope.EnvelopeTargets;
import coffer.hsm.pkcs11.ModuleTargets;
import coffer.hsm.software.TokenTargets;
import coffer.http.ForwardedTargets;
import coffer.keys.KeyTargets;
import coffer.operations.NameTargets;
import coffer.policy.PolicyTargets;
import coffer.seal.SealTargets;
import coffer.store.sql.StoreTargets;
import coffer.wire.instance.InstanceTargets;
import coffer.wire.openapi.OpenApiTargets;
import java.util.List;
import java.util.stream.Stream;

/// Every target there is, by package, because parsers are their packages' own.
final class FuzzTargets {
  private FuzzTargets() {}

  static List<FuzzTarget> all() {
    return Stream.of(
            InstanceTargets.all(),
            OpenApiTargets.all(),
            AccessTargets.all(),
            KeyTargets.all(),
            ClusterTargets.all(),
            AuditTargets.all(),
            TokenTargets.all(),
            ModuleTargets.all(),
            EnvelopeTargets.all(),
            StoreTargets.all(),
            CliTargets.all(),
            ConfigTargets.all(),
            NameTargets.all(),
            ForwardedTargets.all(),
            SealTargets.all(),
            PolicyTargets.all())
        .flatMap(List::stream)
        .toList();
  }
}
