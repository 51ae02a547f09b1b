package coffer.operations.kms;

import coffer.model.AccessPointName;
import coffer.model.ErrorCode;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists client keys, oldest first, on one page.
public final class ListClientKeys {
  private ListClientKeys() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the access point; needed when there are more than 1000.")
          Optional<AccessPointName> aapName) {}

  /// What is answered.
  public record Answer(@Doc("The client keys.") List<ClientKeyDescription> clientKeys) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "ListClientKeys",
          "Lists client keys, oldest first, on one page.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) ->
              new Target.Named(
                  "applicationaccesspoint",
                  request.aapName().map(AccessPointName::value).orElse("*")),
          (services, call) ->
              new Answer(
                  services.access().clientKeys(call.request().aapName()).stream()
                      .map(ClientKeyDescription::of)
                      .toList()));
}
