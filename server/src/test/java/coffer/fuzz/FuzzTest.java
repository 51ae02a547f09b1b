package coffer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Feeds every parser what it was never meant to get. The corpora are replayed, then mutated: for
/// half a minute all together by default, for as long each with `-Dcoffer.long=true`, and only
/// those whose names match `-Dcoffer.fuzz=REGEX` when it is given. An input that finds something is
/// printed and kept in `target/fuzz`; once mended, it belongs into the corpus.
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final Path GOLDEN = Path.of("src/test/resources/fuzz-targets.txt");
  private static final List<String> OF_THE_CATALOGUE = List.of("instance-", "openapi-");
  private static final Path FOUND = Path.of("target/fuzz");

  private static final SortedSet<Long> seeds = new TreeSet<>();
  private static int targets;
  private static long inputs;
  private static final boolean LONG = Boolean.getBoolean("coffer.long");
  private static final int ROUNDS = LONG ? Integer.MAX_VALUE : 5_000;
  private static final long TOGETHER_MILLIS_MAX = 30_000;
  private static final long INPUT_MILLIS_MAX = 2_000;
  private static final int SHOWN_BYTES_MAX = 400;

  static Stream<FuzzTarget> targets() {
    String only = System.getProperty("coffer.fuzz", ".*");
    return FuzzTargets.all().stream().filter(t -> t.name().matches(only));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void inputsGiveAValueOrARefusal(FuzzTarget target) throws IOException {
    List<byte[]> corpus = corpus(target);
    for (byte[] input : corpus) {
      feed(target, input);
    }
    long seed = Long.getLong("seed", LONG ? System.nanoTime() : 1);
    Mutations mutations =
        new Mutations(
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed), corpus, target.words());
    long millis = LONG ? 30_000 : TOGETHER_MILLIS_MAX / FuzzTargets.all().size();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    int rounds = 0;
    while (rounds < ROUNDS && System.nanoTime() < end) {
      feed(target, mutations.next());
      rounds++;
    }
    assertThat(rounds).isPositive();
    targets++;
    inputs += rounds;
    seeds.add(seed);
  }

  @AfterAll
  static void tell() {
    System.out.printf("MEASURED fuzz: %d targets, %d inputs, seeds %s%n", targets, inputs, seeds);
  }

  private static List<byte[]> corpus(FuzzTarget target) throws IOException {
    List<byte[]> corpus = new ArrayList<>(target.seeds());
    Path folder = CORPORA.resolve(target.name());
    if (Files.notExists(folder)) {
      return corpus;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    return corpus;
  }

  /// An input that is slow is so again; a machine that was busy in that moment is not.
  private static void feed(FuzzTarget target, byte[] input) throws IOException {
    if (millis(target, input) > INPUT_MILLIS_MAX) {
      long again = millis(target, input);
      if (again > INPUT_MILLIS_MAX) {
        throw found(target, input, new AssertionError("took " + again + " ms"));
      }
    }
  }

  private static long millis(FuzzTarget target, byte[] input) throws IOException {
    long from = System.nanoTime();
    try {
      target.feed(input);
    } catch (AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw found(target, input, e);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
  }

  private static AssertionError found(FuzzTarget target, byte[] input, Throwable what)
      throws IOException {
    Path kept = Files.createDirectories(FOUND).resolve(target.name());
    Files.write(kept, input);
    int shown = Math.min(input.length, SHOWN_BYTES_MAX);
    return new AssertionError(
        target.name()
            + " by an input of "
            + input.length
            + " bytes in "
            + kept
            + ": "
            + HexFormat.of().formatHex(input, 0, shown),
        what);
  }

  /// A target that is gone, or new, shows in the golden list, which `-Dgolden=write` rewrites.
  @Test
  void theTargetsAreThoseOfTheGoldenList() throws IOException {
    List<String> names = targets().map(FuzzTarget::name).sorted().toList();
    assertThat(names).doesNotHaveDuplicates();
    if ("write".equals(System.getProperty("golden"))) {
      Files.write(GOLDEN, names);
    }
    assertThat(Files.readAllLines(GOLDEN)).isEqualTo(names);
  }

  /// Parsers that are made of the catalogue have computed seeds; the others have a folder each.
  @Test
  void everyTargetHasSeedsAndEveryCorpusATarget() throws IOException {
    List<String> names = targets().map(FuzzTarget::name).toList();
    List<String> written =
        names.stream()
            .filter(name -> OF_THE_CATALOGUE.stream().noneMatch(name::startsWith))
            .toList();
    assertThat(written).allSatisfy(name -> assertThat(CORPORA.resolve(name)).isNotEmptyDirectory());
    try (Stream<Path> folders = Files.list(CORPORA)) {
      assertThat(names).containsAll(folders.map(f -> f.getFileName().toString()).toList());
    }
    for (FuzzTarget target : targets().toList()) {
      assertThat(corpus(target)).as(target.name()).isNotEmpty();
    }
  }

  /// The search itself is tested: a parser with a fault is found out.
  @Test
  void aFaultIsFound() {
    FuzzTarget faulty =
        FuzzTarget.of(
                "faulty",
                FuzzTest.class,
                input -> {
                  if (input.length > 4 && input[3] == '%') {
                    throw new IllegalStateException("a fault");
                  }
                })
            .from("abcdefgh");
    Mutations mutations =
        new Mutations(
            RandomGeneratorFactory.of("L64X128MixRandom").create(1), faulty.seeds(), List.of());
    boolean found = false;
    for (int i = 0; i < 5_000 && !found; i++) {
      try {
        faulty.feed(mutations.next());
      } catch (AssertionError e) {
        found = true;
      }
    }
    assertThat(found).isTrue();
  }
}
