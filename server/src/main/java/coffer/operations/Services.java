package coffer.operations;

import coffer.access.AccessService;
import coffer.audit.AuditTrail;
import coffer.clusters.ClusterAdministration;
import coffer.clusters.ClusterService;
import coffer.instances.InstanceService;
import coffer.keys.Cryptography;
import coffer.keys.KeyService;
import coffer.ram.Ram;
import java.time.Clock;
import java.util.function.Supplier;

/// The rules that handlers compose.
///
/// @param denials what policies refused lately, and why
/// @param notary signs what the service states
/// @param serviceCa PEM of the one root that server certificates are issued under
public record Services(
    Account account,
    Clock clock,
    KeyService keys,
    Cryptography crypto,
    AccessService access,
    InstanceService instances,
    ClusterService clusters,
    ClusterAdministration administration,
    Connections connections,
    InstanceMigration migration,
    Ram ram,
    PolicyDecisions decisions,
    Denials denials,
    Supplier<String> serviceCa,
    Notary notary,
    AuditTrail audit) {}
