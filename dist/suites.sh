# The suites of ./verify. Each sets `passed` and `failed`.
FIRST_LANE=(static unit fuzz contract)
SECOND_LANE=(compat byok)
ALONE=(faults soak crash bench)
SUITES=("${FIRST_LANE[@]}" "${SECOND_LANE[@]}" "${ALONE[@]}")
ONLY_LONG=(mutation)

list_suites() {
  cat <<'TEXT'
  static    formatter, compiler checks, floors, tidiness, scripts
  unit      the rules, codecs, drivers and tools of the server
  fuzz      every parser under mutated corpora; 30 s each with --long
  contract  what every HSM driver and store promises, on software, SoftHSM2, NSS and SQLite
  faults    every fault at every call site of a PKCS#11 module; a part drawn by a seed, all with --long
  soak      an SDK's calls while HSMs go wrong and come back; 60 s, 10 minutes with --long
  compat    official clients against a server that is started as a user starts it
  byok      a key born in a custodian's HSM (SoftHSM2, NSS, openssl) into a cluster of SoftHSM2, by our
            tools, the official SDKs for Java and Python, and aliyuncli
  crash     kill -9 under load, restarts, the golden data directory
  bench     the benchmark runs, with more calls than a server that leaks would survive
  mutation  what decides who may do what, changed in every way that a test should notice: 90 % must be;
            without names, only with --long
TEXT
}

is_suite() {
  local suite
  for suite in "${SUITES[@]}" "${ONLY_LONG[@]}"; do [ "$suite" = "$1" ] && return 0; done
  return 1
}

# Runs a suite and leaves "passed failed" in build/verify/SUITE.count.
run_suite() { # run_suite SUITE LONG
  local suite=$1 started=$SECONDS
  passed=0
  failed=0
  echo "== $suite"
  "suite_$suite" "$2"
  echo "$suite: $passed passed, $failed failed"
  echo "   ($((SECONDS - started)) s)"
  echo "$passed $failed" >"$home/build/verify/$suite.count"
}

# All suites. Those that mind no company run in two lanes, which never build the same modules; those
# that time starts, kills and calls run alone, after them.
run_in_lanes() { # run_in_lanes LONG
  local suite lane lanes=()
  build_all || return
  run_lane "$1" "${FIRST_LANE[@]}" &
  lanes+=($!)
  run_lane "$1" "${SECOND_LANE[@]}" &
  lanes+=($!)
  for lane in "${lanes[@]}"; do wait "$lane"; done
  for suite in "${ALONE[@]}"; do run_suite "$suite" "$1"; done
}

# What a suite prints comes in one piece, when it ends.
run_lane() { # run_lane LONG SUITE…
  local long=$1 suite
  shift
  for suite in "$@"; do
    run_suite "$suite" "$long" >"$home/build/verify/$suite.out" 2>&1
    cat "$home/build/verify/$suite.out"
  done
}

require_tools() {
  if ! command -v mvn >/dev/null 2>&1; then install_package maven mvn || return 1; fi
  if [ ! -e /usr/lib/softhsm/libsofthsm2.so ] || ! command -v softhsm2-util >/dev/null 2>&1; then
    install_package softhsm2 softhsm2-util || return 1
  fi
  if ! has_softokn || ! command -v certutil >/dev/null 2>&1; then
    install_package libnss3-tools certutil || return 1
  fi
  if ! command -v gcc >/dev/null 2>&1; then install_package gcc gcc || return 1; fi
  if ! command -v openssl >/dev/null 2>&1; then install_package openssl openssl || return 1; fi
}

has_softokn() {
  local library
  for library in /usr/lib/*/libsoftokn3.so /usr/lib/*/nss/libsoftokn3.so /usr/lib64/libsoftokn3.so; do
    [ ! -e "$library" ] || return 0
  done
  return 1
}

install_package() { # install_package PACKAGE COMMAND
  if [ "$(id -u)" -ne 0 ]; then
    echo "verify: $2 is missing: sudo apt-get install $1" >&2
    return 1
  fi
  echo "Installing $1 ..."
  { DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$1" ||
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$1"; }; } \
    >"$home/build/apt.log" 2>&1 && command -v "$2" >/dev/null 2>&1 || {
    echo "verify: $1 could not be installed (build/apt.log): apt-get install $1" >&2
    return 1
  }
}

# Runs Maven tests of modules and adds up their reports. A skipped test counts as failed.
maven_tests() { # maven_tests LABEL MODULES ARGUMENT…
  local label=$1 modules=$2 module log status tests broken
  shift 2
  log="$home/build/verify/$label.log"
  for module in ${modules//,/ }; do rm -rf "$home/$module/target/surefire-reports"; done
  mvn -B -f "$home/pom.xml" -pl "$modules" -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dmaven.test.failure.ignore=true "$@" test >"$log" 2>&1
  status=$?
  read -r tests broken < <(count_reports "$modules")
  passed=$((passed + tests - broken))
  failed=$((failed + broken))
  if [ "$status" -ne 0 ] || [ "$tests" -eq 0 ]; then
    failed=$((failed + 1))
    grep -E '^\[ERROR\]' "$log" | head -40
    echo "   the build of $modules failed or ran no test; see build/verify/$label.log"
  elif [ "$broken" -gt 0 ]; then
    grep -E '^\[ERROR\]|^\[WARNING\] Tests run' "$log" | head -60
    echo "   see build/verify/$label.log"
  fi
  grep -hE '^(MEASURED|SEED)' "$log" | sed 's/^/   /'
}

# Prints "tests broken" over the surefire reports of modules.
count_reports() {
  local module
  for module in ${1//,/ }; do
    cat "$home/$module"/target/surefire-reports/TEST-*.xml 2>/dev/null
  done | awk '
    /<testsuite / {
      if (match($0, / tests="[0-9]+"/)) tests += substr($0, RSTART + 8, RLENGTH - 9)
      if (match($0, / errors="[0-9]+"/)) broken += substr($0, RSTART + 9, RLENGTH - 10)
      if (match($0, / skipped="[0-9]+"/)) broken += substr($0, RSTART + 10, RLENGTH - 11)
      if (match($0, / failures="[0-9]+"/)) broken += substr($0, RSTART + 11, RLENGTH - 12)
    }
    END { print tests + 0, broken + 0 }'
}

check() { # check WHAT COMMAND…
  local what=$1
  shift
  local log="$home/build/verify/check-$BASHPID.log"
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "   $what failed:"
    tail -30 "$log"
  fi
}

suite_static() {
  local script
  check "formatter" mvn -B -q -f "$home/pom.xml" spotless:check
  for script in coffer verify .ci/run dist/*.sh; do check "syntax of $script" bash -n "$script"; done
  maven_tests static server '-Dtest=coffer.arch.*Test'
}

suite_unit() {
  maven_tests unit server '-Dtest=!coffer.arch.*Test,!coffer.fuzz.*Test'
}

suite_fuzz() {
  maven_tests fuzz server '-Dtest=coffer.fuzz.*Test' "-Dcoffer.long=$1"
}

suite_contract() {
  maven_tests contract testkit '-Dtest=coffer.testkit.**.*Test' "-Dcoffer.long=$1"
}

suite_faults() {
  maven_tests faults testkit '-Dtest=BadModuleTest,FaultMatrixTest,RecoveryTimeTest' "-Dcoffer.long=$1"
}

suite_soak() {
  build_all || return
  maven_tests soak compat/soak "-Dcoffer.long=$1"
}

suite_compat() {
  . "$home/dist/clients.sh"
  build_all || return
  install_clients "$home" || { failed=$((failed + 1)); return; }
  maven_tests compat compat/dkms,compat/kms,compat/clients "-Dcoffer.long=$1"
}

suite_byok() {
  . "$home/dist/clients.sh"
  build_all || return
  install_byok_clients "$home" || { failed=$((failed + 1)); return; }
  maven_tests byok compat/kms "-Dtest=Byok*Test" -Dcompat.software.skip=true
}

suite_crash() {
  build_all || return
  local rounds=30 material=30 cluster=15 life=15 ram=30
  [ "$1" = true ] && rounds=1000 material=300 cluster=150 life=150 ram=300
  maven_tests crash compat/crash "-Dcoffer.rounds=$rounds" "-Dcoffer.material-rounds=$material" \
    "-Dcoffer.cluster-rounds=$cluster" "-Dcoffer.life-rounds=$life" "-Dcoffer.ram-rounds=$ram" \
    "-Dcoffer.long=$1"
}

suite_bench() {
  local seconds=4
  [ "$1" = true ] && seconds=60
  maven_tests bench bench "-Dtest=coffer.bench.*Test"
  check "benchmark of software HSMs" "$home/coffer" bench --connections 8 --seconds "$seconds" --warm-up 1 \
    --only instance:Encrypt:Aliyun_AES_256,CreateKey,Connect
  check "benchmark of SoftHSM2" "$home/coffer" bench --hsm softhsm --connections 8 \
    --seconds "$seconds" --warm-up 1 --no-steps --only instance:Encrypt:Aliyun_AES_256,Lanes
  check "benchmark of NSS" "$home/coffer" bench --hsm nss --connections 8 \
    --seconds "$seconds" --warm-up 1 --no-steps --only instance:Encrypt:Aliyun_AES_256,Lanes
}

# Counts mutants as tests: killed ones passed.
suite_mutation() {
  local log="$home/build/verify/mutation.log" reports="$home/server/target/pit-reports" all
  rm -rf "$reports"
  mvn -B -f "$home/pom.xml" -pl server test-compile org.pitest:pitest-maven:mutationCoverage >"$log" 2>&1 ||
    failed=1
  all=$(grep -c '<mutation ' "$reports/mutations.xml" 2>/dev/null)
  passed=$(grep -c "<mutation detected='true'" "$reports/mutations.xml" 2>/dev/null)
  if [ "${all:-0}" -eq 0 ] || [ "$failed" -gt 0 ]; then
    failed=1
    grep -E '^\[ERROR\]' "$log" | head -20
  fi
  echo "   MEASURED mutants: $passed of $all noticed; see server/target/pit-reports/index.html"
}

# The black-box suites start the server as a user does.
build_all() {
  ensure_built "$home" demo && return 0
  failed=$((failed + 1))
  return 1
}
