package coffer.operations;

import coffer.audit.AuditEvent;
import coffer.audit.AuditSink;
import coffer.clusters.ClusterService;
import coffer.clusters.Progress;
import coffer.hsm.ClusterHsm;
import coffer.instances.InstanceService;
import coffer.keys.Cryptography;
import coffer.keys.KeyMigration;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.InstanceStatus;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.store.Transaction;
import java.time.Clock;
import java.util.UUID;

/// Moves an instance, with all its keys, from software HSMs to another cluster, while it serves.
/// May be repeated after a kill: what was copied is found.
public final class InstanceMigration {
  public static final String ACTOR = "service/migration";
  public static final String ACTION = "hsm:MigrateKmsInstance";
  private static final int MEMBERS_MIN = 2;

  private final Connections connections;
  private final InstanceService instances;
  private final ClusterService clusters;
  private final KeyMigration keys;
  private final Cryptography crypto;
  private final PasswordVault vault;
  private final AuditSink audit;
  private final Clock clock;

  public InstanceMigration(
      Connections connections,
      InstanceService instances,
      ClusterService clusters,
      KeyMigration keys,
      Cryptography crypto,
      PasswordVault vault,
      AuditSink audit,
      Clock clock) {
    this.connections = connections;
    this.instances = instances;
    this.clusters = clusters;
    this.keys = keys;
    this.crypto = crypto;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /// Returns when the instance's keys are the other cluster's and it is connected to that.
  ///
  /// @return what was done, in words
  public String migrate(KmsInstanceId id, Connections.Wanted wanted, Progress progress) {
    return connections.alone(
        id,
        () -> {
          KmsInstance instance = instances.require(id.value());
          HsmCluster target =
              connections.cluster(
                  wanted.cluster().orElseThrow(() -> KmsException.missing("HsmClusterId")));
          if (instance.cluster().filter(target.id()::equals).isPresent()) {
            return "The instance is bound to " + target.id() + " already.";
          }
          ClusterHsm from = source(instance);
          requireFree(target);
          String certificate =
              wanted
                  .certificate()
                  .orElseThrow(() -> KmsException.missing("SecurityDomainCertificate"));
          clusters.requireOwner(target, certificate);
          connections.requireActivated(target);
          SecretBytes password =
              wanted.password().orElseThrow(() -> KmsException.missing("HsmPassword"));
          Connections.require(clusters.tryPassword(target, password), wanted);
          clusters.accepted(target, password);
          return move(instance, from, target, certificate, password, progress);
        });
  }

  private ClusterHsm source(KmsInstance instance) {
    ClusterHsm from =
        instances
            .connection(instance.id())
            .filter(_ -> instance.status() == InstanceStatus.CONNECTED)
            .orElseThrow(() -> state("The KMS instance is not connected; connect it first."));
    if (from.protectionLevel() == ProtectionLevel.HSM) {
      throw KmsException.unsupported(
          "the instance's keys are in hardware, and hardware does not give them away");
    }
    return from;
  }

  private void requireFree(HsmCluster target) {
    if (instances.boundTo(target.id()).isPresent()) {
      throw KmsException.invalid("HsmClusterId", "another instance is bound to the cluster");
    }
  }

  private String move(
      KmsInstance instance,
      ClusterHsm from,
      HsmCluster target,
      String certificate,
      SecretBytes password,
      Progress progress) {
    SecretBytes lent = password.copy();
    ClusterHsm to = instances.openBeside(instance.id(), target.id(), clusters.seats(target, lent));
    boolean done = false;
    try {
      if (to.serving().size() < MEMBERS_MIN) {
        throw new KmsException(
            ErrorCode.SERVICE_UNAVAILABLE, "Fewer than two HSMs of the cluster serve.");
      }
      int versions =
          keys.move(
              new KeyMigration.Move(instance.id(), from, to, target.id()),
              new Rebinding(instance, target.id(), certificate, to, lent),
              progress::reached);
      done = true;
      return versions + " key versions are in " + target.id() + ".";
    } finally {
      if (!done) {
        to.close();
        lent.close();
      }
    }
  }

  /// What makes the other cluster the instance's. Its password is the connection's from then on.
  private final class Rebinding implements KeyMigration.Binding {
    private final KmsInstance instance;
    private final ClusterId target;
    private final String certificate;
    private final ClusterHsm to;
    private final SecretBytes password;

    Rebinding(
        KmsInstance instance,
        ClusterId target,
        String certificate,
        ClusterHsm to,
        SecretBytes password) {
      this.instance = instance;
      this.target = target;
      this.certificate = certificate;
      this.to = to;
      this.password = password;
    }

    /// The record comes first, so that a kill may leave one of a move that did not happen, never a
    /// move without one.
    @Override
    public void in(Transaction transaction) {
      byte[] sealed = vault.seal(Connections.passwordContext(instance.id()), password);
      InstanceService.rebind(transaction, instance.id(), target, sealed, certificate);
      audit.recordDurably(
          new AuditEvent(
              clock.instant(),
              ACTOR,
              ACTION,
              "keystore/" + instance.id(),
              "OK",
              UUID.randomUUID().toString(),
              "service",
              "FROM_" + instance.cluster().map(ClusterId::value).orElse("") + "_TO_" + target));
    }

    @Override
    public void done() {
      instances.exchange(instance.id(), to, password);
      crypto.forgetConnections();
    }
  }

  private static KmsException state(String message) {
    return new KmsException(ErrorCode.INSTANCE_STATE_INVALID, message);
  }
}
