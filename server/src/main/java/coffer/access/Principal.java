package coffer.access;

import coffer.model.AccessKeyId;
import coffer.model.AccessPointName;
import coffer.model.ClientKeyId;
import coffer.model.KmsInstanceId;

/// Who is calling, as proven by a wire protocol's credentials.
public sealed interface Principal {
  /// For audit records and logs.
  String name();

  /// A program holding a client key of an application access point.
  record Application(AccessPointName accessPoint, ClientKeyId clientKey, KmsInstanceId instance)
      implements Principal {
    @Override
    public String name() {
      return "applicationaccesspoint/" + accessPoint + "/" + clientKey;
    }
  }

  /// The account itself, by one of its root access keys. May do everything.
  record Root(String accountId, AccessKeyId accessKey) implements Principal {
    @Override
    public String name() {
      return "root/" + accessKey;
    }
  }

  /// Nobody yet: the credentials were refused. Never allowed anything; audited.
  ///
  /// @param claimed what the caller claimed to be, bounded and printable
  record Unauthenticated(String claimed) implements Principal {
    @Override
    public String name() {
      return "unauthenticated/" + claimed;
    }
  }
}
