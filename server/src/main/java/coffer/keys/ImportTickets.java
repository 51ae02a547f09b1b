package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.ErrorCode;
import coffer.model.ImportTicket;
import coffer.model.ImportTicketId;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import coffer.store.Rows;
import coffer.store.Store;
import coffer.store.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// Invitations to import material: what is kept of each, and the token that proves it. A token may
/// be used again until it ends, unless too many imports under it failed: whoever guesses at
/// paddings gets that many answers, whatever they are.
final class ImportTickets {
  static final Duration LIFE = Duration.ofHours(24);
  static final int ATTEMPTS_MAX = 10;
  static final int PER_KEY_MAX = 100;
  private static final int PAGE = 100;

  private final Store store;
  private final Clock clock;

  ImportTickets(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  ImportParameters issue(Hsm hsm, Key key, WrappingAlgorithm algorithm) {
    WrappedKey pair = hsm.generate(KeySpec.RSA_2048, Set.of(KeyUsage.ENCRYPT_DECRYPT));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ImportTicket ticket =
        new ImportTicket(
            new ImportTicketId(RandomIds.uuid(hsm)),
            key.id(),
            algorithm,
            pair,
            0,
            now.plus(LIFE),
            now);
    ImportToken token = ImportToken.issue(hsm, ticket);
    store.inTransaction(transaction -> {
      if (transaction.importTickets(key.id()).count() >= PER_KEY_MAX) {
        throw new KmsException(ErrorCode.LIMIT_EXCEEDED);
      }
      transaction.importTickets().insert(ticket);
      return true;
    });
    return new ImportParameters(token.text(), pair.publicKey(), ticket.expires());
  }

  /// The ticket of a good token, with one attempt counted that `settle` takes back.
  ImportTicket admit(Hsm hsm, Key key, String text) {
    ImportToken token =
        ImportToken.parse(text)
            .filter(parsed -> parsed.isOf(hsm, key.id()))
            .orElseThrow(ImportTickets::invalid);
    if (!clock.instant().isBefore(token.expires())) {
      throw new KmsException(ErrorCode.EXPIRED_IMPORT_TOKEN);
    }
    return store.inTransaction(transaction -> {
      ImportTicket ticket =
          transaction
              .importTickets()
              .find(token.ticket())
              .filter(kept -> token.fits(kept) && kept.attempts() < ATTEMPTS_MAX)
              .orElseThrow(ImportTickets::invalid);
      return transaction.importTickets().update(ticket.id(), kept -> kept.attempted(1));
    });
  }

  /// The attempt was none of the customer's failures.
  void settle(ImportTicket ticket) {
    store.inTransaction(transaction -> {
      settle(transaction, ticket);
      return true;
    });
  }

  static void settle(Transaction transaction, ImportTicket ticket) {
    if (transaction.importTickets().find(ticket.id()).isPresent()) {
      transaction.importTickets().update(ticket.id(), kept -> kept.attempted(-1));
    }
  }

  /// Removes those that have ended.
  ///
  /// @return how many there were
  int sweep() {
    Instant now = clock.instant();
    int swept = 0;
    int last;
    do {
      List<ImportTicketId> ended =
          store.read(view ->
              view.endedImportTickets(now).page(0, PAGE).stream().map(ImportTicket::id).toList());
      last = ended.size();
      if (last > 0) {
        store.inTransaction(transaction -> {
          ended.stream()
              .filter(id -> transaction.importTickets().find(id).isPresent())
              .forEach(id -> transaction.importTickets().delete(id));
          return true;
        });
      }
      swept += last;
    } while (last == PAGE);
    return swept;
  }

  static void forget(Transaction transaction, KeyId key) {
    Rows<ImportTicketId, ImportTicket> tickets = transaction.importTickets(key);
    for (List<ImportTicket> page = tickets.page(0, PAGE);
        !page.isEmpty();
        page = tickets.page(0, PAGE)) {
      page.forEach(ticket -> transaction.importTickets().delete(ticket.id()));
    }
  }

  private static KmsException invalid() {
    return new KmsException(ErrorCode.INVALID_IMPORT_TOKEN);
  }
}
