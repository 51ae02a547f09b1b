package coffer.model;

import java.util.UUID;

/// Id of an import ticket. Random, and never shown but inside the ticket's token.
public record ImportTicketId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
