package coffer.wire.openapi;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Unserved;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Version and action -> operation. The version says which API is meant: KMS and RAM both have a
/// CreatePolicy.
final class Endpoints {
  private static final Set<Api> SERVED = EnumSet.of(Api.KMS, Api.RAM, Api.STS, Api.DES);

  private final Map<String, Map<String, Endpoint<?, ?>>> byVersion = new HashMap<>();

  Endpoints(Operations operations) {
    SERVED.forEach(api -> byVersion.put(api.version(), new HashMap<>()));
    for (Operation<?, ?> operation : operations.all()) {
      if (SERVED.contains(operation.api())) {
        byVersion
            .getOrDefault(operation.api().version(), new HashMap<>())
            .put(operation.name(), Endpoint.of(operation));
      }
    }
  }

  Endpoint<?, ?> require(String version, String action) {
    Map<String, Endpoint<?, ?>> byAction = byVersion.get(version);
    if (byAction == null) {
      throw new KmsException(ErrorCode.INVALID_VERSION);
    }
    Endpoint<?, ?> endpoint = byAction.get(action);
    if (endpoint != null) {
      return endpoint;
    }
    throw new KmsException(
        unserved(version, action).isPresent()
            ? ErrorCode.UNSUPPORTED_OPERATION
            : ErrorCode.INVALID_ACTION);
  }

  /// For audit records of refused requests: the action where it is one, a constant where not.
  String action(String version, String action) {
    return Optional.ofNullable(byVersion.getOrDefault(version, Map.of()).get(action))
        .<String>map(Endpoint::action)
        .or(() -> unserved(version, action).map(Unserved.Action::action))
        .orElse("openapi:unknown");
  }

  private static Optional<Unserved.Action> unserved(String version, String action) {
    return Unserved.ALL.stream()
        .filter(one -> one.api().version().equals(version) && one.name().equals(action))
        .findFirst();
  }
}
