package coffer.ram;

import coffer.access.Principal;
import coffer.model.EntityId;
import coffer.policy.PolicySet;
import coffer.seal.PasswordHashes;
import coffer.seal.Sealer;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// Users of the account, what belongs to them, and what they may do. Each change is durable and in
/// effect when its method returns.
public final class Ram implements AccessKeys {
  private final RootKeys root;
  private final RamDirectory directory;
  private final Users users;
  private final UserKeys keys;
  private final Policies policies;
  private final Attachments attachments;
  private final KeyPolicies keyPolicies;
  private final Groups groups;
  private final Roles roles;
  private final SecurityTokens tokens;
  private final Logins logins;
  private final MfaDevices mfaDevices;
  private final SignIn signIn;

  /// @param ids of users, groups and roles; never twice the same
  public Ram(
      Store store,
      Sealer sealer,
      Clock clock,
      SecureRandom random,
      RootKeys root,
      String account,
      Supplier<EntityId> ids) {
    AccessKeyMint mint = new AccessKeyMint(sealer, clock, random);
    this.root = root;
    this.directory = new RamDirectory(store, mint, clock, account);
    this.users = new Users(directory, clock, ids);
    this.keys = new UserKeys(directory, mint, clock);
    this.policies = new Policies(directory, clock);
    this.attachments = new Attachments(directory, clock);
    this.keyPolicies = new KeyPolicies(store, clock, account);
    this.groups = new Groups(directory, clock, ids);
    this.roles = new Roles(directory, clock, ids);
    this.tokens = new SecurityTokens(directory, mint, sealer, clock, account);
    PasswordHashes hashes = new PasswordHashes(random);
    MfaSeeds seeds = new MfaSeeds(sealer, random);
    this.logins = new Logins(directory, store, hashes, clock);
    this.mfaDevices = new MfaDevices(directory, store, seeds, clock, account);
    this.signIn = new SignIn(directory, store, hashes, seeds, clock);
  }

  public Users users() {
    return users;
  }

  public UserKeys keys() {
    return keys;
  }

  public Policies policies() {
    return policies;
  }

  public Attachments attachments() {
    return attachments;
  }

  public KeyPolicies keyPolicies() {
    return keyPolicies;
  }

  public Groups groups() {
    return groups;
  }

  public Roles roles() {
    return roles;
  }

  public SecurityTokens tokens() {
    return tokens;
  }

  public Logins logins() {
    return logins;
  }

  public MfaDevices mfaDevices() {
    return mfaDevices;
  }

  public SignIn signIn() {
    return signIn;
  }

  /// Who may take a role on; nobody when it is gone.
  public PolicySet trustOf(EntityId role) {
    return directory.state().trust().getOrDefault(role, PolicySet.NONE);
  }

  @Override
  public SigningKey findTemporary(String accessKeyId, String securityToken) {
    return tokens.find(accessKeyId, securityToken);
  }

  @Override
  public Optional<SigningKey> find(String accessKeyId) {
    return root.find(accessKeyId).or(() -> directory.signingKey(accessKeyId));
  }

  @Override
  public void noteUse(Principal principal) {
    if (principal instanceof Principal.User user) {
      keys.noteUse(user.accessKey());
    }
  }

  /// What the policies of a user and its groups, or of a role, say. Never blocks.
  public PolicySet grantsOf(EntityId id) {
    return directory.grantsOf(id);
  }
}
