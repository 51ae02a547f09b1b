package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A module that this process has loaded, for as long as it lives, and keeps initialised.
final class LoadedModule {
  private static final int SLOTS_MAX = 4096;
  private static final int MECHANISMS_MAX = 4096;
  private static final byte TOKEN_PRESENT = 1;
  private static final Duration TURN_WAIT = Duration.ofSeconds(3);
  private static final Duration RESTART_WAIT = Duration.ofSeconds(1);
  private static final Duration END_WAIT = Duration.ofMillis(100);

  private final ModuleGate gate = new ModuleGate();
  private final Map<Long, ReentrantLock> turns = new ConcurrentHashMap<>();
  private final Map<TokenName, Hangs> hangs = new ConcurrentHashMap<>();
  private final String name;
  private final Cryptoki functions;
  private final Optional<String> initArguments;
  private final ReentrantLock measuring = new ReentrantLock();
  private final MemorySegment reserved;
  private final Revival revival = new Revival(this);
  private final Set<TokenLink> links = ConcurrentHashMap.newKeySet();
  private Optional<ThreadScaling> scaling = Optional.empty();
  private volatile int generation;

  LoadedModule(String name, Cryptoki functions, Optional<String> initArguments) {
    this.name = name;
    this.functions = functions;
    this.initArguments = initArguments;
    // Stays allocated, as modules keep it.
    this.reserved = initArguments.map(Arena.global()::allocateFrom).orElse(MemorySegment.NULL);
  }

  /// Runs work that calls the module; waits while it is initialised anew.
  <T> T inside(Supplier<T> work) {
    return gate.inside(work);
  }

  Revival revival() {
    return revival;
  }

  /// A login that lasts until `disused`.
  void used(TokenLink link) {
    links.add(link);
  }

  void disused(TokenLink link) {
    links.remove(link);
  }

  /// Whether a token of the module is in use.
  boolean isConnected() {
    return links.stream().anyMatch(link -> link.current().isPresent());
  }

  /// How often the module was initialised anew: sessions and handles are good for one generation.
  int generation() {
    return generation;
  }

  Hangs hangs(TokenName token) {
    return hangs.computeIfAbsent(token, _ -> new Hangs());
  }

  /// Logs in to the token of a slot, or does something there as another user, one at a time: login
  /// state is the process's.
  <T> T inTurn(long slot, Supplier<T> work) {
    return inTurn(turns.computeIfAbsent(slot, _ -> new ReentrantLock()), work);
  }

  private static <T> T inTurn(ReentrantLock turn, Supplier<T> work) {
    try {
      if (!turn.tryLock(TURN_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "another login to the token is going on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HsmException(HsmFailure.UNAVAILABLE, "interrupted", e);
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /// Its name in the configuration, for messages.
  String name() {
    return name;
  }

  Cryptoki functions() {
    return functions;
  }

  Optional<String> initArguments() {
    return initArguments;
  }

  /// C_Initialize with operating-system locking. The reserved pointer is set only where declared:
  /// some modules need it, others refuse it.
  ///
  /// @return the module's code, for the caller to judge
  long initialize() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(48, 8);
      arguments.set(JAVA_LONG, 32, Ck.CKF_OS_LOCKING_OK);
      arguments.set(ADDRESS, 40, reserved);
      return Downcall.p(functions.initialize, arguments);
    }
  }

  /// What the module calls itself, with its version (CK_INFO, PKCS #11 v2.40 §3.1).
  String description() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(88, 8);
      ModuleRefusal.check("C_GetInfo", Downcall.p(functions.getInfo, info));
      return "%s %d.%d"
          .formatted(
              Token.text(info, 48, 32),
              info.get(JAVA_BYTE, 80) & 0xff,
              info.get(JAVA_BYTE, 81) & 0xff);
    }
  }

  /// The numbers of the mechanisms that a slot lists.
  Set<Long> mechanisms(long slot) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      ModuleRefusal.check(
          "C_GetMechanismList",
          Downcall.lpp(functions.getMechanismList, slot, MemorySegment.NULL, count));
      long room = Math.min(count.get(JAVA_LONG, 0), MECHANISMS_MAX);
      MemorySegment list = arena.allocate(8 * Math.max(room, 1), 8);
      count.set(JAVA_LONG, 0, room);
      ModuleRefusal.check(
          "C_GetMechanismList", Downcall.lpp(functions.getMechanismList, slot, list, count));
      Set<Long> found = new HashSet<>();
      for (long i = 0; i < Math.min(room, count.get(JAVA_LONG, 0)); i++) {
        found.add(list.get(JAVA_LONG, 8 * i));
      }
      return found;
    }
  }

  /// What threads are worth here, measured once for the life of the process.
  ThreadScaling scaling(Supplier<ThreadScaling> measure) {
    return inTurn(
        measuring,
        () -> {
          ThreadScaling known = scaling.orElseGet(measure);
          scaling = Optional.of(known);
          return known;
        });
  }

  /// C_Finalize and C_Initialize while no call is in the module, unless somebody did it since
  /// `seen`. Every token's sessions end with that; whoever has one notices by the generation. Not
  /// to be called from inside.
  ///
  /// @param forgotten whether the module itself says that it is not initialised; then it need not
  ///   be quiet, as calls that hang in it are of its past
  void restart(int seen, boolean forgotten) {
    if (gate.alone(RESTART_WAIT, () -> restartOnce(seen, true))) {
      return;
    }
    if (!forgotten) {
      throw new HsmException(
          HsmFailure.UNAVAILABLE, "calls hang in the module: it cannot be initialised anew");
    }
    restartOnce(seen, false);
  }

  /// Ends every session of this process with the token in a slot, while no call is in the module.
  /// Not to be called from inside.
  ///
  /// @param unlessSuperseded asked first, when nobody is inside any more
  /// @return false if calls go on
  boolean endSessions(long slot, BooleanSupplier unlessSuperseded) {
    return gate.alone(
        END_WAIT,
        () -> {
          if (unlessSuperseded.getAsBoolean()) {
            Session.closeAll(functions, slot);
          }
        });
  }

  private synchronized void restartOnce(int seen, boolean finish) {
    if (generation != seen) {
      return;
    }
    if (finish) {
      // Whatever it says: that it was not initialised, usually.
      long _ = Downcall.p(functions.finish, MemorySegment.NULL);
      generation++;
    }
    long code = initialize();
    if (ReturnCode.classOf(code) != ReturnClass.SUCCESS) {
      throw new ModuleRefusal("C_Initialize", code);
    }
    if (!finish) {
      generation++;
    }
  }

  /// The tokens that are present now.
  List<Token> tokens() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      ModuleRefusal.check(
          "C_GetSlotList",
          Downcall.bpp(functions.getSlotList, TOKEN_PRESENT, MemorySegment.NULL, count));
      long room = Math.min(count.get(JAVA_LONG, 0) + 8, SLOTS_MAX);
      MemorySegment slots = arena.allocate(8 * room, 8);
      count.set(JAVA_LONG, 0, room);
      ModuleRefusal.check(
          "C_GetSlotList", Downcall.bpp(functions.getSlotList, TOKEN_PRESENT, slots, count));
      List<Token> tokens = new ArrayList<>();
      for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
        token(arena, slots.get(JAVA_LONG, 8 * i)).ifPresent(tokens::add);
      }
      return tokens;
    }
  }

  /// The one token of that name, if it is present.
  Optional<Token> find(TokenName name) {
    List<Token> found = tokens().stream().filter(t -> name.names(t.identity())).toList();
    if (found.size() > 1) {
      throw new HsmException(
          HsmFailure.CALLER, "several tokens fit the pkcs11 URI; add serial= to it");
    }
    return found.stream().findFirst();
  }

  private Optional<Token> token(Arena arena, long slot) {
    MemorySegment slotFields = arena.allocate(Token.SLOT_INFO_BYTES, 8);
    MemorySegment tokenFields = arena.allocate(Token.TOKEN_INFO_BYTES, 8);
    long code = Downcall.lp(functions.getSlotInfo, slot, slotFields);
    if (code == 0) {
      code = Downcall.lp(functions.getTokenInfo, slot, tokenFields);
    }
    if (ReturnCode.classOf(code) == ReturnClass.DEVICE) {
      // Removed between the two looks, or not to be read: not a token we could use.
      return Optional.empty();
    }
    ModuleRefusal.check("C_GetTokenInfo", code);
    return Optional.of(Token.of(slot, slotFields, tokenFields));
  }
}
