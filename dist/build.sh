# Builds what a command needs when it is missing or older than its sources. The build is copied
# aside, so that a server goes on undisturbed when its sources are built again.
JVM_OPTIONS=(
  -XX:+UseSerialGC -Xms32m -Xmx256m -Xss512k
  -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:-ShrinkHeapInSteps
  -XX:MaxDirectMemorySize=96m -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError
  -XX:-CreateCoredumpOnCrash -XX:-HeapDumpOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
)
BRIEF_OPTIONS=(-XX:TieredStopAtLevel=1)

newer_sources() { # newer_sources STAMP FILE-OR-DIRECTORY…
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -type f -print -quit 2>/dev/null)" ]
}

# Leaves the command that runs coffer in JAVA_COMMAND. What serves or measures is compiled as well as
# can be; other commands are over before that would have paid.
java_command() { # java_command HOME COMMAND
  local app cache=command.aot options=("${BRIEF_OPTIONS[@]}")
  case $2 in
    start | bench) cache=coffer.aot options=() ;;
    # A long trail is verified in a third of the time.
    audit) options=() ;;
  esac
  app=$(readlink -f "$1/build/app")
  [ ! -e "$app/native" ] || options+=(-Dorg.sqlite.lib.path="$app/native")
  [ ! -e "$app/$cache" ] || options+=(-XX:AOTCache="$app/$cache" -Xlog:aot=off -Xlog:cds=off)
  JAVA_COMMAND=("$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" ${options[@]+"${options[@]}"}
    -Dcoffer.home="$1" -jar "$app/coffer.jar")
}

build_modules() { # build_modules HOME LABEL MODULES STAMP FINISH FILE-OR-DIRECTORY…
  local home=$1 label=$2 modules=$3 stamp=$4 finish=$5
  shift 5
  newer_sources "$stamp" "$@" || return 0
  if ! command -v mvn >/dev/null 2>&1; then
    echo "coffer: Maven is missing: apt-get install maven" >&2
    return 1
  fi
  local log="$home/build/build.log"
  mkdir -p "$home/build"
  (
    flock 9
    newer_sources "$stamp" "$@" || exit 0
    echo "Building $label (a minute or two the first time) ..." >&2
    touch "$stamp.begun"
    mvn -B -f "$home/pom.xml" -pl "$modules" -am -Dmaven.test.skip=true package 2>&1 | tee "$log" |
      sed -un 's/^\[INFO\] Building \(Coffer.*\) 0\..*/  \1/p; s/^\[ERROR\]/  &/p' >&2
    [ "${PIPESTATUS[0]}" -eq 0 ] || exit 1
    "$finish" "$home" || exit 1
    mv "$stamp.begun" "$stamp"
  ) 9>"$home/build/lock" || {
    echo "coffer: the build failed; see $log" >&2
    return 1
  }
}

# Class loading checks the signatures of signed jars class by class and keeps their classes out of the
# class cache, which costs every start half a second of computing. Maven has checked what it fetched.
unsign() { # unsign JAR…
  local jar work
  for jar in "$@"; do
    "$JAVA_HOME/bin/jar" tf "$jar" | grep -qE '^META-INF/[^/]*\.(SF|RSA|DSA|EC)$' || continue
    work=$(mktemp -d) || return 1
    (
      cd "$work" && "$JAVA_HOME/bin/jar" xf "$jar" && rm -f META-INF/*.{SF,RSA,DSA,EC} &&
        mv META-INF/MANIFEST.MF "$work.whole" && awk '{ print } /^\r?$/ { exit }' "$work.whole" >"$work.main" &&
        "$JAVA_HOME/bin/jar" cfm "$jar" "$work.main" .
    ) || return 1
    rm -rf "$work" "$work.whole" "$work.main"
  done
}

# SQLite's driver would unpack its library into the temporary directory at every start, where others
# may write, and whoever is killed leaves it behind.
unpack_sqlite() { # unpack_sqlite APP
  local jar machine work
  jar=$(echo "$1"/lib/sqlite-jdbc-*.jar)
  machine=$("$JAVA_HOME/bin/java" -cp "$jar" org.sqlite.util.OSInfo) || return 1
  work=$(mktemp -d) || return 1
  (cd "$work" && "$JAVA_HOME/bin/jar" xf "$jar" "org/sqlite/native/$machine") || return 1
  mv "$work/org/sqlite/native/$machine" "$1/native" && rm -rf "$work"
}

# Copies the server aside, under a name of its own, and has it learn what to load at a start.
finish_server() {
  local home=$1 old='' fresh
  [ ! -L "$home/build/app" ] || old=$(readlink -f "$home/build/app")
  fresh=$(mktemp -d "$home/build/app.XXXXXX") || return 1
  chmod 755 "$fresh"
  cp "$home/server/target/coffer.jar" "$fresh/" && cp -r "$home/server/target/lib" "$fresh/" || return 1
  unsign "$fresh"/lib/*.jar || return 1
  unpack_sqlite "$fresh" || return 1
  train "$home" "$fresh" || echo "  (starts will be slower: no class cache; see build/train.log)" >&2
  ln -sfn "$(basename "$fresh")" "$home/build/app.next" && mv -T "$home/build/app.next" "$home/build/app"
  # A server that still runs keeps what it has open.
  [ -z "$old" ] || [ "$old" = "$fresh" ] || pgrep -f -- "$old/coffer.jar" >/dev/null 2>&1 || rm -rf "$old"
}

# One start and one command on throw-away data, each recorded into a cache of loaded classes.
train() { # train HOME APP
  local data pid ready=false i
  echo "  Learning what a start needs" >&2
  data=$(mktemp -d) || return 1
  : >"$1/build/train.log"
  "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" -XX:AOTCacheOutput="$2/coffer.aot" -Xlog:aot=off \
    -Dorg.sqlite.lib.path="$2/native" -Dcoffer.home="$1" -jar "$2/coffer.jar" start --data "$data/data" --port 0 --admin-port 0 \
    >"$1/build/train.log" 2>&1 &
  pid=$!
  for i in $(seq 1 600); do
    grep -q '^READY ' "$1/build/train.log" && ready=true && break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if $ready; then
    "$JAVA_HOME/bin/java" "${JVM_OPTIONS[@]}" "${BRIEF_OPTIONS[@]}" -XX:AOTCacheOutput="$2/command.aot" \
      -Xlog:aot=off -Dorg.sqlite.lib.path="$2/native" -Dcoffer.home="$1" -jar "$2/coffer.jar" kms create-key --data "$data/data" \
      >>"$1/build/train.log" 2>&1
    "$JAVA_HOME/bin/jcmd" "$pid" AOT.end_recording >>"$1/build/train.log" 2>&1
  fi
  kill "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  rm -rf "$data"
  [ -s "$2/coffer.aot" ] && [ -s "$2/command.aot" ]
}

nothing_more() { :; }

ensure_built() { # ensure_built HOME COMMAND
  local home=$1 command=$2
  # Whoever took the built copy away wants it made again.
  [ -e "$home/build/app/coffer.jar" ] || rm -f "$home/build/server.stamp"
  build_modules "$home" "the server" server "$home/build/server.stamp" finish_server \
    "$home/pom.xml" "$home/server/pom.xml" "$home/server/src/main" "$home/dist/build.sh" || return 1
  case $command in
    demo)
      build_modules "$home" "the demo" compat/dkms "$home/build/demo.stamp" nothing_more \
        "$home/compat/dkms/pom.xml" "$home/compat/dkms/src/main" || return 1 ;;
    bench)
      build_modules "$home" "the benchmark" bench "$home/build/bench.stamp" nothing_more \
        "$home/bench/pom.xml" "$home/bench/src/main" || return 1 ;;
  esac
}
