package coffer.hsm.software;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.model.SecretBytes;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `software:/absolute/path/to/a.token`: one file, one token. The directory must exist. A relative
/// path starts from the location's folder, and does not leave it.
public final class SoftwareHsmProvider implements HsmProvider {
  private static final int SERIAL_BYTES = 8;
  private static final int PIN_BYTES_MAX = 256;
  private static final int ENGINES_WAIT_SECONDS_MAX = 30;
  private static final String NOT_AN_HSM =
      "This is software, not an HSM: keys are in this process's memory and in a file.";
  private static final String NOT_ACCELERATED =
      "The native accelerator does not run here: RSA and P-256 are several times slower.";

  private final boolean accelerated;
  private final Argon2Cost cost;
  private final SecureRandom random = new SecureRandom();
  private final FutureTask<Engines> engines;

  /// For ServiceLoader.
  public SoftwareHsmProvider() {
    this(true, Argon2Cost.DEFAULT);
  }

  /// @param accelerated whether to use native code where it is healthy
  /// @param cost of PINs in tokens that are initialised from now on
  public SoftwareHsmProvider(boolean accelerated, Argon2Cost cost) {
    this.accelerated = accelerated;
    this.cost = cost;
    this.engines =
        new FutureTask<>(() -> Engines.with(accelerated ? Accelerator.load() : Optional.empty()));
  }

  @Override
  public String scheme() {
    return "software";
  }

  @Override
  public TokenStatus status(HsmLocation location) {
    TokenFile file = file(location);
    Optional<TokenImage> image = file.read();
    if (image.isEmpty()) {
      TokenStatus.State state =
          file.exists() ? TokenStatus.State.UNINITIALIZED : TokenStatus.State.ABSENT;
      return new TokenStatus(state, Optional.empty());
    }
    TokenStatus.State state =
        image.get().cryptoUser().isPresent()
            ? TokenStatus.State.READY
            : TokenStatus.State.NO_CRYPTO_USER;
    return new TokenStatus(state, Optional.of(image.get().token().identity()));
  }

  @Override
  public void initialize(HsmLocation location, String label, SecretBytes securityOfficerPin) {
    checkPin(securityOfficerPin);
    byte[] serial = new byte[SERIAL_BYTES];
    random.nextBytes(serial);
    TokenLabel token;
    try {
      token = new TokenLabel(label, HexFormat.of().formatHex(serial));
    } catch (TokenFormatException e) {
      throw new HsmException(HsmFailure.CALLER, "a token label has 1 to 32 ASCII characters", e);
    }
    TokenVault.create(file(location), token, cost, securityOfficerPin, random);
  }

  @Override
  public void setCryptoUser(HsmLocation location, SecretBytes securityOfficerPin, SecretBytes pin) {
    checkPin(pin);
    TokenVault.setCryptoUser(file(location), securityOfficerPin, pin, random);
  }

  /// Loads the engines while Argon2id works; both take a noticeable part of a second.
  @Override
  public HsmMember open(HsmLocation location, SecretBytes pin) {
    TokenFile file = file(location);
    if (!engines.isDone()) {
      Thread.ofPlatform().daemon().name("coffer-software-hsm-engines").start(engines);
    }
    TokenVault vault = TokenVault.open(file, pin, random);
    try {
      Engines ready = engines();
      return new SoftwareMember(vault, ready, warnings(ready));
    } catch (HsmException e) {
      vault.close();
      throw e;
    }
  }

  private Engines engines() {
    try {
      return engines.get(ENGINES_WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted while loading", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the engines do not load", e);
    }
  }

  private List<String> warnings(Engines ready) {
    List<String> warnings = new ArrayList<>();
    warnings.add(NOT_AN_HSM);
    if (accelerated && !ready.accelerated()) {
      warnings.add(NOT_ACCELERATED);
    }
    return warnings;
  }

  private static void checkPin(SecretBytes pin) {
    if (pin.length() == 0 || pin.length() > PIN_BYTES_MAX) {
      throw new HsmException(HsmFailure.CALLER, "a PIN has 1 to 256 bytes");
    }
  }

  private static TokenFile file(HsmLocation location) {
    URI uri = location.uri();
    Optional<Path> folder = location.folder().filter(_ -> uri.isOpaque());
    String path = folder.isPresent() ? uri.getSchemeSpecificPart() : uri.getPath();
    boolean plain =
        uri.getRawAuthority() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!"software".equalsIgnoreCase(uri.getScheme())
        || path == null
        || !plain
        || path.endsWith("/")
        || (folder.isPresent() && path.indexOf('?') >= 0)
        || path.indexOf('\0') >= 0) {
      throw new HsmException(
          HsmFailure.CALLER, "a software HSM is named by software:/absolute/path/to/a.token");
    }
    Path file = folder.map(f -> f.resolve(path)).orElseGet(() -> Path.of(path)).normalize();
    if (folder.filter(f -> !file.startsWith(f)).isPresent()) {
      throw new HsmException(HsmFailure.CALLER, "a token's file leads out of its folder");
    }
    return new TokenFile(file);
  }
}
