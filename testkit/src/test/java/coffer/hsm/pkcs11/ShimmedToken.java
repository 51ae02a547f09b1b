package coffer.hsm.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.compat.harness.shim.FaultShim;
import coffer.compat.harness.shim.ShimControl;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/// A token of a SoftHSM of its own, behind a shim of its own.
final class ShimmedToken {
  static final String USER_PIN = "47114711";
  private static final String OFFICER_PIN = "08150815";
  private static final Duration DEADLINE = Duration.ofMillis(800);
  private static final long COMMAND_SECONDS_MAX = 60;
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));

  private final FaultShim shim;
  private final HsmModule module;
  private final HsmProvider provider = new Pkcs11Provider(DEADLINE);

  private OptionalLong slot = OptionalLong.empty();

  private ShimmedToken(FaultShim shim, HsmModule module) {
    this.shim = shim;
    this.module = module;
  }

  static ShimmedToken make(Path folder, String name) {
    try {
      Path tokens = Files.createDirectories(folder.resolve(name + "-tokens"));
      Path conf = folder.resolve(name + "-softhsm2.conf");
      Files.writeString(
          conf,
          "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
              .formatted(tokens));
      Map<String, String> environment = Map.of("SOFTHSM2_CONF", conf.toString());
      run(
          environment,
          List.of(
              "softhsm2-util",
              "--init-token",
              "--free",
              "--label",
              name,
              "--so-pin",
              OFFICER_PIN,
              "--pin",
              USER_PIN));
      FaultShim shim =
          FaultShim.build(
              folder, name, softHsm(), environment, new FaultShim.Pins(OFFICER_PIN, USER_PIN));
      return new ShimmedToken(
          shim,
          new HsmModule(
              name,
              shim.library(),
              Optional.empty(),
              Optional.empty(),
              OptionalInt.of(1),
              OptionalInt.of(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path softHsm() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new AssertionFailedError("SoftHSM is missing: apt-get install softhsm2"));
  }

  ShimControl control() {
    return shim.control();
  }

  HsmModule module() {
    return module;
  }

  HsmLocation location() {
    return location(module.name());
  }

  HsmLocation location(String label) {
    return new HsmLocation(
        URI.create("pkcs11:token=" + label + "?module-name=" + module.name()),
        Map.of(module.name(), module));
  }

  HsmProvider provider() {
    return provider;
  }

  HsmMember open() {
    try (SecretBytes pin = secret(USER_PIN)) {
      return provider.open(location(), pin);
    }
  }

  static SecretBytes officerPin() {
    return secret(OFFICER_PIN);
  }

  static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(US_ASCII));
  }

  /// Identity key, and domain keys of its own.
  void found() {
    try (HsmMember member = open()) {
      byte[] _ = member.ensureIdent();
      long _ = slot();
      member.ensureDomainKeys(1);
    }
  }

  /// Identity key, and the domain keys of another token.
  void join(ShimmedToken other) {
    try (HsmMember joining = open();
        HsmMember giver = other.open();
        SecretBytes officer = officerPin()) {
      byte[] _ = joining.ensureIdent();
      long _ = slot();
      joining.importDomainKeys(giver.exportDomainKeys(1, joining.offerTransport(), officer));
    }
  }

  private LoadedModule loaded() {
    return ModuleRegistry.PROCESS.load(module);
  }

  /// As when the HSM restarts.
  void loseSessions() {
    long slot = slot();
    control().calmly(() -> Session.closeAll(loaded().functions(), slot));
  }

  /// Ends the login, while the sessions stay; the one that does it stays too, so that the first to
  /// close a session is the driver.
  void logout() {
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(loaded().functions(), slot(), memory);
      control().calmly(session::logout);
    }
  }

  /// The module forgets that it was initialised.
  void finish() {
    long _ = Downcall.p(loaded().functions().finish, MemorySegment.NULL);
  }

  /// Looked up once, since looking is a call site, too.
  private synchronized long slot() {
    if (slot.isEmpty()) {
      slot = OptionalLong.of(loaded().find(TokenName.parse(location().uri())).orElseThrow().slot());
    }
    return slot.getAsLong();
  }

  private static void run(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionFailedError(command.getFirst() + " failed");
      }
    } catch (IOException e) {
      throw new AssertionFailedError("is it missing? apt-get install softhsm2", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
