# Builds what a command needs when it is missing or older than its sources.
newer_sources() { # newer_sources STAMP DIR...
  local stamp=$1; shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" -newer "$stamp" -type f -print -quit 2>/dev/null)" ]
}

build_modules() { # build_modules HOME LABEL MODULES STAMP DIR...
  local home=$1 label=$2 modules=$3 stamp=$4; shift 4
  newer_sources "$stamp" "$@" || return 0
  if ! command -v mvn >/dev/null 2>&1; then
    echo "coffer: Maven is missing: apt-get install maven" >&2
    return 1
  fi
  echo "Building $label (a minute or two the first time) ..." >&2
  local log="$home/build/build.log"
  mkdir -p "$home/build"
  (
    flock 9
    newer_sources "$stamp" "$@" || exit 0
    mvn -B -f "$home/pom.xml" -pl "$modules" -am -Dmaven.test.skip=true package 2>&1 | tee "$log" |
      sed -un 's/^\[INFO\] Building \(Coffer.*\) 0\..*/  \1/p; s/^\[ERROR\]/  &/p' >&2
    [ "${PIPESTATUS[0]}" -eq 0 ] || exit 1
    touch "$stamp"
  ) 9>"$home/build/lock" || {
    echo "coffer: the build failed; see $log" >&2
    return 1
  }
}

ensure_built() { # ensure_built HOME COMMAND
  local home=$1 command=$2
  build_modules "$home" "the server" server "$home/build/server.stamp" \
    "$home/pom.xml" "$home/server/pom.xml" "$home/server/src/main" || return 1
  case $command in
    demo)
      build_modules "$home" "the demo" compat/dkms "$home/build/demo.stamp" \
        "$home/compat/dkms/pom.xml" "$home/compat/dkms/src/main" || return 1 ;;
    bench)
      build_modules "$home" "the benchmark" bench "$home/build/bench.stamp" \
        "$home/bench/pom.xml" "$home/bench/src/main" || return 1 ;;
  esac
}
