package coffer.access;

import coffer.model.AccessKeyId;
import coffer.model.AccessPointName;
import coffer.model.ClientKeyId;
import coffer.model.EntityId;
import coffer.model.KmsInstanceId;
import coffer.model.RoleName;
import coffer.model.UserName;
import coffer.policy.PolicySet;
import java.util.Optional;

/// Who is calling, as proven by a wire protocol's credentials.
public sealed interface Principal {
  /// For audit records and logs.
  String name();

  /// Whose calls are counted together, whichever of its keys it takes.
  String subject();

  /// Whether a second factor was proven for this. No wire's signature proves one by itself.
  default boolean mfaPresent() {
    return false;
  }

  /// A program holding a client key of an application access point.
  record Application(AccessPointName accessPoint, ClientKeyId clientKey, KmsInstanceId instance)
      implements Principal {
    @Override
    public String name() {
      return subject() + "/" + clientKey;
    }

    @Override
    public String subject() {
      return "applicationaccesspoint/" + accessPoint;
    }
  }

  /// The account itself, by one of its root access keys. May do everything.
  record Root(String accountId, AccessKeyId accessKey) implements Principal {
    @Override
    public String name() {
      return subject() + "/" + accessKey;
    }

    @Override
    public String subject() {
      return "root";
    }
  }

  /// A user of the account, by one of its access keys. May do what policies allow.
  ///
  /// @param mfaPresent whether the user proved a second factor for this
  record User(
      String accountId, EntityId id, UserName user, AccessKeyId accessKey, boolean mfaPresent)
      implements Principal {
    @Override
    public String name() {
      return subject() + "/" + accessKey;
    }

    @Override
    public String subject() {
      return "user/" + user;
    }
  }

  /// Whoever took a role on, by temporary credentials. May do what the role's policies allow, and
  /// the session's policy besides.
  ///
  /// @param session as whoever took it on called it
  /// @param mfaPresent whether they proved a second factor for it
  record RoleSession(
      String accountId,
      EntityId id,
      RoleName role,
      String session,
      AccessKeyId accessKey,
      boolean mfaPresent,
      Optional<PolicySet> policy)
      implements Principal {
    @Override
    public String name() {
      return subject() + "/" + session + "/" + accessKey;
    }

    /// All sessions together: whoever may take the role on can open any number.
    @Override
    public String subject() {
      return "role/" + role;
    }
  }

  /// Nobody yet: the credentials were refused. Never allowed anything; audited.
  ///
  /// @param claimed what the caller claimed to be, bounded and printable
  record Unauthenticated(String claimed) implements Principal {
    @Override
    public String name() {
      return subject() + "/" + claimed;
    }

    @Override
    public String subject() {
      return "unauthenticated";
    }
  }
}
