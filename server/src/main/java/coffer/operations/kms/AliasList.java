package coffer.operations.kms;

import coffer.model.Alias;
import coffer.operations.Doc;
import coffer.operations.Services;
import java.util.List;

/// Aliases as clients nest them.
public record AliasList(@Doc("The aliases.") List<Entry> alias) {
  /// One alias.
  public record Entry(
      @Doc("The alias.") String aliasName,
      @Doc("Its ARN.") String aliasArn,
      @Doc("Id of the key it names.") String keyId) {}

  static AliasList of(Services services, List<Alias> aliases) {
    return new AliasList(
        aliases.stream()
            .map(alias ->
                new Entry(
                    alias.name().value(),
                    services.account().arn(alias.name().value()),
                    alias.key().value()))
            .toList());
  }
}
