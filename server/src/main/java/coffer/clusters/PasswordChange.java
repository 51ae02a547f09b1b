package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Changes kmsuser's password on every member of a cluster, one after the other, while they serve.
/// May be repeated until every member has it, also after a kill; nobody is locked out meanwhile.
public final class PasswordChange {
  private static final String PASSWORD = "CryptoUserPassword";
  private static final String OFFICER = "SecurityOfficerPassword";

  private final Store store;
  private final HsmProviders providers;
  private final MemberPins pins;
  private final MemberLogins logins;
  private final MemberAccess members;
  private final OfficerPasswords officers;
  private final BiConsumer<ClusterId, SecretBytes> kept;
  private final Supplier<SecretBytes> newPins;
  private final OneAtATime turn;

  /// @param kept keeps the password for the instance that is bound to the cluster
  PasswordChange(
      Store store,
      HsmProviders providers,
      MemberPins pins,
      MemberLogins logins,
      MemberAccess members,
      OfficerPasswords officers,
      BiConsumer<ClusterId, SecretBytes> kept,
      Supplier<SecretBytes> newPins,
      OneAtATime turn) {
    this.store = store;
    this.providers = providers;
    this.pins = pins;
    this.logins = logins;
    this.members = members;
    this.officers = officers;
    this.kept = kept;
    this.newPins = newPins;
    this.turn = turn;
  }

  /// @param fresh absent to finish a change that was begun
  /// @param officer the security officer's password, for HSMs that do not serve: it sets kmsuser's
  ///   also where nobody knows the old one
  public List<SyncReport> run(
      ClusterId id, Optional<SecretBytes> fresh, Optional<SecretBytes> officer) {
    fresh.ifPresent(password -> ClusterLife.requireLength(password, PASSWORD));
    return turn.run(() -> {
      HsmCluster cluster =
          store
              .read(view -> view.clusters().find(id))
              .filter(HsmCluster::cryptoUser)
              .orElseThrow(() ->
                  new KmsException(
                      ErrorCode.CLUSTER_STATE_INVALID,
                      "The cluster has no kmsuser yet; CreateCryptoUser makes one."));
      try (SecretBytes password = begun(id, fresh)) {
        List<SyncReport> reports = new ArrayList<>();
        for (ClusterMember member : cluster.members()) {
          String trouble = change(cluster, member, password, officer);
          reports.add(new SyncReport(member.id(), trouble.isEmpty(), trouble));
        }
        if (reports.stream().allMatch(SyncReport::fine)) {
          end(cluster, password);
        }
        return reports;
      }
    });
  }

  /// Gives kmsuser a password that nobody but the service knows, or finishes a change.
  ///
  /// @return whether every member has it
  public boolean rotate(ClusterId id) {
    try (SecretBytes made = newPins.get()) {
      Optional<SecretBytes> fresh = isPending(id) ? Optional.empty() : Optional.of(made);
      return run(id, fresh, Optional.empty()).stream().allMatch(SyncReport::fine);
    }
  }

  /// Whether a change waits to be finished.
  public boolean isPending(ClusterId id) {
    Optional<SecretBytes> pending = logins.pending(id);
    pending.ifPresent(SecretBytes::close);
    return pending.isPresent();
  }

  private SecretBytes begun(ClusterId id, Optional<SecretBytes> fresh) {
    Optional<SecretBytes> pending = logins.pending(id);
    if (pending.isEmpty()) {
      SecretBytes password = fresh.orElseThrow(() -> KmsException.missing(PASSWORD)).copy();
      logins.begin(id, password);
      return password;
    }
    if (fresh.isPresent() && !fresh.get().equals(pending.get())) {
      pending.get().close();
      throw new KmsException(
          ErrorCode.CLUSTER_STATE_INVALID,
          "A change to another password is under way; without CryptoUserPassword it is finished.");
    }
    return pending.get();
  }

  /// @return what is wrong; empty when the member has the password
  private String change(
      HsmCluster cluster,
      ClusterMember member,
      SecretBytes password,
      Optional<SecretBytes> officer) {
    try {
      if (!logins.hasPending(member.id())) {
        if (officer.isPresent() && members.serving(cluster, member).isEmpty()) {
          set(member, officer, password);
        } else {
          changeItself(cluster, member, password);
        }
        logins.done(member.id());
      }
      return "";
    } catch (KmsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void changeItself(HsmCluster cluster, ClusterMember member, SecretBytes password) {
    boolean _ =
        members.with(
            cluster,
            member,
            hsm -> {
              // Logging in may have shown that it has the new one.
              if (!logins.hasPending(member.id())) {
                changeItself(hsm, cluster, member, password);
              }
              return true;
            });
  }

  private void changeItself(
      HsmMember hsm, HsmCluster cluster, ClusterMember member, SecretBytes password) {
    try (SecretBytes old = members.pin(cluster, member)) {
      hsm.changePin(old, password);
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.UNSUPPORTED || e.failure() == HsmFailure.CALLER) {
        throw new KmsException(
            ErrorCode.CLUSTER_STATE_INVALID,
            "The HSM does not let its user change the password: disconnect the instance, and repeat"
                + " with SecurityOfficerPassword ("
                + e.getMessage()
                + ").");
      }
      throw e;
    }
  }

  private void set(ClusterMember member, Optional<SecretBytes> officer, SecretBytes password) {
    try (SecretBytes so = officers.require(member.id(), officer, OFFICER)) {
      boolean _ =
          Refusals.during(
              OFFICER,
              () -> {
                providers
                    .of(member.uri())
                    .setCryptoUser(providers.location(member.uri()), so, password);
                return true;
              });
      officers.remember(member.id(), so);
    }
  }

  /// The instance's copy first: until the change is marked as over, members are asked with it.
  private void end(HsmCluster cluster, SecretBytes password) {
    kept.accept(cluster.id(), password);
    cluster.members().forEach(member -> pins.keep(member.id(), password));
    boolean _ =
        store.inTransaction(transaction -> {
          logins.end(transaction, cluster.id(), cluster.members());
          return true;
        });
  }
}
