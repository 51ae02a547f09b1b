package coffer.audit;

import coffer.audit.AuditVerdict.Broken;
import coffer.audit.AuditVerdict.Problem;
import coffer.model.AuditHead;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/// The stored heads, held against the chain while it is walked.
final class SignedHeads {
  private static final int PAGE_MAX = 1_000;

  private final HeadStore store;
  private final Function<String, Optional<PublicKey>> keys;
  private final long newest;
  private final Queue<AuditHead> page = new ArrayDeque<>(PAGE_MAX);
  private long from;

  /// @param newest heads above are not looked at: they came while the trail was read
  SignedHeads(HeadStore store, Function<String, Optional<PublicKey>> keys, long from, long newest) {
    this.store = store;
    this.keys = keys;
    this.from = from;
    this.newest = newest;
  }

  /// Checks the heads of this record, if it has any.
  Optional<Broken> check(Position at) {
    for (Optional<AuditHead> head = peek(); head.isPresent(); head = peek()) {
      if (head.get().sequence() > at.sequence()) {
        return Optional.empty();
      }
      Optional<Broken> broken = checkSignature(head.get());
      if (broken.isPresent()) {
        return broken;
      }
      if (head.get().sequence() < at.sequence()
          || !MessageDigest.isEqual(head.get().hash(), at.chain())) {
        return Optional.of(new Broken(Problem.HEAD_MISMATCH, head.get().sequence()));
      }
      page.remove();
    }
    return Optional.empty();
  }

  /// Called behind the last record: no head may be left.
  Optional<Broken> checkNoneLeft() {
    Optional<AuditHead> head = peek();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    Optional<Broken> broken = checkSignature(head.get());
    return broken.isPresent()
        ? broken
        : Optional.of(new Broken(Problem.TRUNCATED, head.get().sequence()));
  }

  private Optional<AuditHead> peek() {
    if (page.isEmpty() && from <= newest) {
      List<AuditHead> heads = store.from(from, PAGE_MAX);
      heads.stream().filter(head -> head.sequence() <= newest).forEach(page::add);
      from = heads.isEmpty() ? Long.MAX_VALUE : Math.max(from, heads.getLast().sequence()) + 1;
    }
    return Optional.ofNullable(page.peek());
  }

  private Optional<Broken> checkSignature(AuditHead head) {
    Optional<PublicKey> key = keys.apply(head.signer());
    if (key.isEmpty()) {
      return Optional.of(new Broken(Problem.UNKNOWN_SIGNER, head.sequence()));
    }
    return isSigned(head, key.get())
        ? Optional.empty()
        : Optional.of(new Broken(Problem.BAD_HEAD_SIGNATURE, head.sequence()));
  }

  /// A signature or key that cannot even be parsed signs nothing.
  private static boolean isSigned(AuditHead head, PublicKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(key);
      signature.update(HeadMessage.of(head));
      return signature.verify(head.signature());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
