package coffer.cli;

import coffer.hsm.ModuleError;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenSession;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// Bringing a key, step by step. Every step first looks whether it was done before; what a step
/// needs to know of the one before is in the progress file.
final class ByokCeremony {
  /// What the custodian chose.
  ///
  /// @param existing a key of the token; otherwise one is made under `label`
  /// @param algorithm empty: OAEP with SHA-256, or with SHA-1 where the module lacks that
  /// @param expires when the service forgets the material; empty is never
  record Choice(
      Optional<String> existing,
      String label,
      Optional<ByokAlgorithm> algorithm,
      Optional<Instant> expires) {}

  private static final Duration TOKEN_LIFE_MIN = Duration.ofMinutes(5);
  private static final int ID_BYTES = 16;
  private static final Set<Long> LACKS_MECHANISM = Set.of(0x7L, 0x70L, 0x71L);

  private final ByokKms kms;
  private final ByokToken token;
  private final ByokProgress progress;
  private final Choice choice;
  private final Clock clock;
  private final SecureRandom random;
  private final PrintStream log;

  ByokCeremony(
      ByokKms kms,
      TokenSession session,
      ByokProgress progress,
      Choice choice,
      Surroundings surroundings) {
    this.kms = kms;
    this.token = new ByokToken(session);
    this.progress = progress;
    this.choice = choice;
    this.clock = surroundings.clock();
    this.random = surroundings.random();
    this.log = surroundings.terminal().err();
  }

  /// Everything up to the import. May be repeated.
  ///
  /// @return the key in the token
  TokenObject perform(ByokKms.Expecting expecting) {
    progress.put("Begun", progress.text("Begun").orElseGet(this::now)).save();
    try {
      return attempt(expecting, algorithm());
    } catch (ModuleError refusal) {
      boolean other =
          choice.algorithm().isEmpty()
              && algorithm() == ByokAlgorithm.OAEP_SHA_256
              && refusal.function().startsWith("C_WrapKey")
              && LACKS_MECHANISM.contains(refusal.code());
      if (!other) {
        throw refusal;
      }
      log.println("      This module lacks OAEP with SHA-256 (" + refusal.name() + "): SHA-1 then");
      progress.put("Algorithm", ByokAlgorithm.OAEP_SHA_1.wireName());
      abandonInvitation();
      return attempt(expecting, ByokAlgorithm.OAEP_SHA_1);
    }
  }

  private TokenObject attempt(ByokKms.Expecting expecting, ByokAlgorithm algorithm) {
    progress.put("Algorithm", algorithm.wireName());
    byte[] publicKey = invited(expecting.keyId(), algorithm);
    if (progress.text("Imported").isPresent()) {
      step(6, "the service has it since " + progress.text("Imported").get());
      return key(expecting.bits());
    }
    TokenObject wrapping = token.wrappingKey(publicKey);
    step(2, "the wrapping key is in the token as " + wrapping.label());
    step(3, "it may wrap");
    TokenObject key = key(expecting.bits());
    step(4, "the key is in the token: " + ObjectName.brief(key));
    byte[] wrapped = wrapped(algorithm, wrapping, key);
    step(5, "it is wrapped: " + wrapped.length + " bytes, " + algorithm.wireName());
    give(expecting.keyId(), wrapped);
    step(6, "the service has it, " + choice.expires().map(e -> "until " + e).orElse("for ever"));
    token.forget(publicKey);
    return key;
  }

  private byte[] invited(String keyId, ByokAlgorithm algorithm) {
    boolean usable =
        progress.text("Imported").isPresent()
            || progress
                .time("TokenEnds")
                .filter(end -> end.isAfter(clock.instant().plus(TOKEN_LIFE_MIN)))
                .isPresent();
    if (!usable) {
      abandonInvitation();
      ByokKms.Invitation invitation = kms.invite(keyId, algorithm);
      progress
          .put("PublicKey", invitation.publicKey())
          .put("ImportToken", invitation.token())
          .put("TokenEnds", invitation.ends().toString())
          .save();
    }
    step(1, "wrapping key and import token, good until " + progress.text("TokenEnds").orElse(""));
    return progress.bytes("PublicKey").orElseThrow(() -> new Trouble("The progress is damaged"));
  }

  private TokenObject key(int bits) {
    if (choice.existing().isPresent()) {
      return token.existing(choice.existing().get(), bits);
    }
    byte[] id = progress.bytes("ObjectId").orElseGet(this::newId);
    progress.put("ObjectId", id).put("ObjectLabel", choice.label()).save();
    return token.generated(choice.label(), id, bits);
  }

  private byte[] wrapped(ByokAlgorithm algorithm, TokenObject wrapping, TokenObject key) {
    Optional<byte[]> before = progress.bytes("Wrapped");
    if (before.isPresent()) {
      return before.get();
    }
    byte[] wrapped = token.wrap(algorithm, wrapping, key);
    progress.put("Wrapped", wrapped).put("WrappedAt", now()).save();
    return wrapped;
  }

  private void give(String keyId, byte[] wrapped) {
    try {
      kms.give(
          keyId,
          wrapped,
          progress.text("ImportToken").orElseThrow(() -> new Trouble("The progress is damaged")),
          choice.expires());
    } catch (Refused refusal) {
      if (refusal.code().endsWith("ImportToken")) {
        abandonInvitation();
        progress.save();
        throw new Trouble(
            refusal.line() + "\nRun the command again: it asks for another token", refusal);
      }
      throw refusal;
    }
    progress.put("Imported", now()).save();
  }

  /// What was wrapped for one wrapping key is of no use under another.
  private void abandonInvitation() {
    progress.bytes("PublicKey").ifPresent(token::forget);
    progress.forget("PublicKey").forget("ImportToken").forget("TokenEnds").forget("Wrapped");
  }

  private ByokAlgorithm algorithm() {
    return choice
        .algorithm()
        .or(() -> progress.text("Algorithm").map(ByokAlgorithm::named))
        .orElse(ByokAlgorithm.OAEP_SHA_256);
  }

  private byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return id;
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void step(int number, String done) {
    log.println("[" + number + "/6] " + done);
  }
}
