package coffer.bench;

import coffer.access.Principal;
import coffer.audit.AuditEvent;
import coffer.audit.AuditLog;
import coffer.audit.AuditSettings;
import coffer.audit.HeadStore;
import coffer.boot.OpenedCore;
import coffer.hsm.CipherParameters;
import coffer.hsm.Sealed;
import coffer.model.AuditHead;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.User;
import coffer.operations.Authorizer;
import coffer.operations.Caller;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.operations.instance.Encrypt;
import coffer.wire.instance.WireSteps;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the steps of an Encrypt call cost, each by itself, on the server's own classes, data and
/// requests. Runs in a JVM with the server's options when the server has stopped, and prints lines
/// of a step and its microseconds.
public final class Steps {
  private static final byte[] NONE = {};

  private final Services services;
  private final Authorizer authorizer;
  private final WireSteps<Encrypt.Request, Encrypt.Answer> wire;
  private final List<RecordedCall> calls;
  private final List<Encrypt.Request> requests;
  private final Caller caller;
  private final Clock clock;
  private final StepTimer timer = new StepTimer();

  private Steps(OpenedCore core, List<RecordedCall> calls, Clock clock) {
    this.services = core.services();
    this.authorizer = new Authorizer(core.access(), services.decisions(), services.denials());
    this.wire = new WireSteps<>(Encrypt.OPERATION, core.access(), clock);
    this.calls = calls;
    this.clock = clock;
    this.requests = calls.stream().map(call -> wire.decode(call.body().clone())).toList();
    RecordedCall first = calls.getFirst();
    Principal.Application principal = wire.admit(first);
    this.caller = new Caller(principal, first.source(), true, first.requestId());
  }

  /// @param arguments data directory, file of requests, an empty directory, and the configuration
  ///   where there is one
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    List<RecordedCall> calls = read(Path.of(arguments[1]));
    Path scratch = Path.of(arguments[2]);
    Optional<Path> config =
        arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
    Clock clock = Clock.systemUTC();
    PrintStream out = coffer.cli.Terminal.ofProcess().out();
    try (OpenedCore core = OpenedCore.open(data, config, clock)) {
      new Steps(core, calls, clock).run(scratch, out);
    }
  }

  private static List<RecordedCall> read(Path file) throws IOException {
    List<RecordedCall> calls = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        calls.add(RecordedCall.of(in.readNBytes(in.readInt())));
      }
    }
    return calls;
  }

  private void run(Path scratch, PrintStream out) throws IOException {
    print(out, Share.SIGNATURE, timer.micros(i -> wire.admit(call(i)).hashCode()));
    print(out, Share.DECODE, timer.micros(this::decode));
    print(out, Share.POLICY, timer.micros(this::decide));
    Key key = key(request(0));
    print(out, Share.CRYPTO, timer.micros(i -> encrypt(key, i).ciphertext().length));
    try (AuditLog audit = audit(scratch)) {
      print(out, Share.AUDIT, timer.micros(i -> record(audit, key)));
    }
    Sealed sealed = encrypt(key, 0);
    Encrypt.Answer answer =
        new Encrypt.Answer(
            key.id().value(),
            sealed.ciphertext(),
            sealed.iv(),
            EncryptionAlgorithm.AES_GCM,
            Optional.empty(),
            key.initial().id());
    print(out, Share.ENCODE, timer.micros(i -> wire.encode(answer, caller.requestId())));
    for (User user : services.ram().users().all()) {
      Principal principal = services.decisions().user(user.name());
      Caller other = new Caller(principal, caller.source(), true, caller.requestId());
      Target target = new Target.OfKey(key);
      print(out, Share.DECISION, timer.micros(i -> decide(other, target, i)));
    }
  }

  /// As the OpenAPI decides about a user.
  private long decide(Caller user, Target target, int index) {
    authorizer.require(user, coffer.operations.kms.Encrypt.OPERATION, request(index), target);
    return index;
  }

  private RecordedCall call(int index) {
    return calls.get(index % calls.size());
  }

  private Encrypt.Request request(int index) {
    return requests.get(index % requests.size());
  }

  private long decode(int index) {
    byte[] body = call(index).body().clone();
    Encrypt.Request request = wire.decode(body);
    Arrays.fill(body, (byte) 0);
    wire.close(request);
    return request.keyId().length();
  }

  private Key key(Encrypt.Request request) {
    return switch (target(request)) {
      case Target.OfKey(Key key) -> key;
      case Target.Named _,
          Target.OfKeys _,
          Target.ReEncryption _,
          Target.Several _,
          Target.Binding _,
          Target.Service _ ->
          throw new IllegalStateException("Encrypt needs a key");
    };
  }

  private Target target(Encrypt.Request request) {
    return Encrypt.OPERATION.resolver().resolve(services, caller, request);
  }

  private long decide(int index) {
    Encrypt.Request request = request(index);
    boolean inline = Encrypt.OPERATION.inline().now(services, request);
    Target target = target(request);
    authorizer.require(caller, Encrypt.OPERATION, request, target);
    return inline ? target.resource().length() : 0L;
  }

  private Sealed encrypt(Key key, int index) {
    return services
        .crypto()
        .encrypt(key, key.initial(), CipherParameters.gcm(NONE, NONE), request(index).plaintext());
  }

  private long record(AuditLog audit, Key key) {
    AuditEvent event =
        new AuditEvent(
            clock.instant(),
            caller.principal().name(),
            Encrypt.OPERATION.action(),
            "key/" + key.id(),
            "OK",
            caller.requestId(),
            caller.source().getHostAddress(),
            "");
    audit.record(event);
    return event.hashCode();
  }

  private AuditLog audit(Path directory) throws IOException {
    return AuditLog.open(
        directory,
        AuditSettings.of(AuditSettings.Durability.GROUP),
        new Unsigned(),
        List::of,
        clock);
  }

  private static void print(PrintStream out, String step, double micros) {
    out.println(step + "\t" + micros);
  }

  /// Heads are signed once a second: nothing, per call.
  private static final class Unsigned implements HeadStore {
    @Override
    public Optional<AuditHead> newest() {
      return Optional.empty();
    }

    @Override
    public List<AuditHead> from(long from, int limit) {
      return List.of();
    }

    @Override
    public void append(AuditHead head) {
      throw new IllegalStateException("nobody signs here");
    }
  }
}
